import type { Database } from '../connection/database.ts';

/**
 * Whether an epoch is still the newest; until the transaction ends nobody can raise it, and nobody else can write to the
 * run. Every write of the engine asks first, so a server that lost the lock without noticing cannot write over its
 * successor, and all writers of a run take their locks in the same order.
 */
export const lockRunInTerm = async (database: Database, runId: string, epoch: number): Promise<boolean> => {
  const rows = await database.$queryRaw<{ epoch: number }[]>`
    SELECT term.epoch FROM engine_term AS term, runs WHERE term.id = 1 AND runs.id = ${runId}::uuid
    FOR SHARE OF term FOR NO KEY UPDATE OF runs`;
  return rows[0]?.epoch === epoch;
};

/** The newest epoch, for a command that is given outside of a run. */
export const currentEpoch = async (database: Database): Promise<number> =>
  (await database.engineTerm.findUniqueOrThrow({ where: { id: 1 } })).epoch;
