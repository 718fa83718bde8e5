import type { Database } from '../connection/database.ts';

/**
 * Whether an epoch is still the newest; until the transaction ends nobody can raise it. Every write of the engine asks
 * first, so a server that lost the lock without noticing cannot write over its successor.
 */
export const isCurrentTerm = async (database: Database, epoch: number): Promise<boolean> => {
  const rows = await database.$queryRaw<{ epoch: number }[]>`SELECT epoch FROM engine_term WHERE id = 1 FOR SHARE`;
  return rows[0]?.epoch === epoch;
};

/** The newest epoch, for a command that is given outside of a run. */
export const currentEpoch = async (database: Database): Promise<number> =>
  (await database.engineTerm.findUniqueOrThrow({ where: { id: 1 } })).epoch;
