import { GodwitError } from '@godwit/domain/errors';
import { listSides, type RunSideRecord } from '@godwit/history-store';
import type { MessageContext } from './message-context.ts';

export const refuseMessage = (what: string): GodwitError =>
  new GodwitError({
    code: 'message-invalid',
    message: `${what}. It was not stored.`,
    remedy: 'If the host is not under attack, its agent has a fault: keep its log and report it.',
  });

/** The side that the sending host has in a run. Throws `message-invalid` when it has none. */
export const requireSideOfHost = async (
  { database, hostId, hostName }: MessageContext,
  runId: string,
): Promise<RunSideRecord> => {
  const side = (await listSides(database, runId)).find((candidate) => candidate.hostId === hostId);
  if (side === undefined) throw refuseMessage(`${hostName} told of a run in which it has no part`);
  return side;
};
