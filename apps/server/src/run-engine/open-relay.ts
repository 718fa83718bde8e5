import { GodwitError } from '@godwit/domain/errors';
import type { RunContext } from './run-context.ts';

/** The other agent did not answer: perhaps there is no route between the two, and there is one through this server. */
const isUnreachable = (error: unknown): boolean => error instanceof GodwitError && error.code === 'channel-broken';

const told =
  'The destination cannot be reached from the source: the images go through the server, encrypted from agent to agent.';

export interface Way {
  host: string;
  port: number;
}

/** Has the source connect to the destination: over the network, and through this server where there is no way. */
export const connectSource = async (
  context: RunContext,
  direct: Way,
  connect: (way: Way) => Promise<unknown>,
): Promise<void> => {
  try {
    await connect(direct);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    await connect(await openRelay(context));
  }
};

/** Opens both ends of a byte stream through this server. Gives where the source finds the destination then. */
const openRelay = async (context: RunContext): Promise<Way> => {
  await context.call('destination', 'open-relay', { ...context.key, side: 'destination' });
  const entry = await context.call('source', 'open-relay', { ...context.key, side: 'source' });
  await context.record({ type: 'log.appended', side: 'source', lines: [told] });
  return entry;
};
