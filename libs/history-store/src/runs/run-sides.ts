import type { Side } from '@godwit/domain/run';
import type { Database } from '../connection/database.ts';
import { asJson } from '../connection/json.ts';

export interface RunSideRecord {
  runId: string;
  side: Side;
  hostId: string;
  state: string | null;
  /** The agent's own report, as it came; parsed by whoever knows its format. */
  report: unknown;
  changedAt: Date;
  settled: boolean;
}

const toRecord = (row: Omit<RunSideRecord, 'side'> & { side: string }): RunSideRecord => ({
  ...row,
  side: row.side === 'source' ? 'source' : 'destination',
});

export const listSides = async (database: Database, runId: string): Promise<RunSideRecord[]> =>
  (await database.runSide.findMany({ where: { runId } })).map(toRecord);

export const findSide = async (database: Database, runId: string, side: Side): Promise<RunSideRecord | null> => {
  const row = await database.runSide.findUnique({ where: { runId_side: { runId, side } } });
  return row === null ? null : toRecord(row);
};

/** Keeps what a side's journal says now. */
export const storeSideReport = async (
  database: Database,
  report: { runId: string; side: Side; state: string; report: unknown; now: Date },
): Promise<void> => {
  await database.runSide.update({
    where: { runId_side: { runId: report.runId, side: report.side } },
    data: { state: report.state, report: asJson(report.report), changedAt: report.now },
  });
};

/** Nothing of the run is left on this side's host. */
export const settleSide = async (database: Database, runId: string, side: Side): Promise<void> => {
  await database.runSide.update({ where: { runId_side: { runId, side } }, data: { settled: true } });
};

/** Sides of finished runs whose host could not be tidied when the run ended. */
export const listLeftovers = async (database: Database, hostId: string): Promise<RunSideRecord[]> =>
  (
    await database.runSide.findMany({
      where: { hostId, settled: false, state: { not: null }, run: { state: 'finished' } },
    })
  ).map(toRecord);
