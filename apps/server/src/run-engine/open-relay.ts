import { GodwitError } from '@godwit/domain/errors';
import type { RunContext } from './run-context.ts';

/** The other agent did not answer: perhaps there is no route between the two, and there is one through this server. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof GodwitError && error.code === 'channel-broken';

const told =
  'The destination cannot be reached from the source: the images go through the server, encrypted from agent to agent.';

/** Opens both ends of a byte stream through this server. Gives where the source finds the destination then. */
export const openRelay = async (context: RunContext): Promise<{ host: string; port: number }> => {
  await context.call('destination', 'open-relay', { ...context.key, side: 'destination' });
  const entry = await context.call('source', 'open-relay', { ...context.key, side: 'source' });
  await context.record({ type: 'log.appended', side: 'source', lines: [told] });
  return entry;
};
