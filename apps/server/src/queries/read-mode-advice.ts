import { adviseMode, type ModeAdvice, type MoveMode, mostPastMoves, type PastMove } from '@godwit/domain/estimate';
import { type Database, listPastRuns, type PreflightRecord, type RunRecord } from '@godwit/history-store';
import { readPastPreCopy, readPastRounds } from './read-past-pre-copies.ts';

/** Which mode suits this tree and these two hosts, and what each would cost; null without a destination. */
export const readModeAdvice = async (
  database: Database,
  { workloadId, sourceHostId, destinationHostId, source, destination, verdict }: PreflightRecord,
): Promise<ModeAdvice | null> => {
  if (destinationHostId === null) return null;
  const runs = await listPastRuns(database, { sourceHostId, destinationHostId, limit: mostPastMoves, kind: 'move' });
  const { tree } = source;
  const size = tree?.dumpedMemoryBytes.known
    ? { memoryBytes: tree.dumpedMemoryBytes.value, processes: tree.tasks.length }
    : null;
  const hostIds = [sourceHostId, destinationHostId];
  return adviseMode({
    source: source.host,
    destination: destination?.host,
    isContainer: tree?.container?.known === true && tree.container.value !== null,
    dumpOptions: verdict.options.dump,
    tree,
    size,
    past: {
      stopAndCopy: runs.flatMap((run) => toPastMove(run, 'stop-and-copy')),
      postCopy: runs.flatMap((run) => toPastMove(run, 'post-copy')),
      preCopy: {
        moves: (await Promise.all(runs.map((run) => readPastPreCopy(database, run)))).flat(),
        rounds: await readPastRounds(database, { workloadId, hostIds, limit: mostPastMoves }),
      },
    },
    linkBytesPerSecond: fastestLine(runs),
  });
};

const toPastMove = ({ plan, times }: RunRecord, wanted: MoveMode): PastMove[] => {
  if (plan.kind !== 'move' || times === null || plan.bandwidthBytesPerSecond !== undefined) return [];
  if ((plan.mode ?? 'stop-and-copy') !== wanted) return [];
  const { frozenUs, switchOverUs, totalUs } = times;
  return [{ memoryBytes: plan.expectedBytes, processes: plan.taskPids.length, frozenUs, switchOverUs, totalUs }];
};

/** The overhead of a stop-and-copy is what its bytes do not explain: the rest of the switch-over they were on the line. */
const fastestLine = (runs: readonly RunRecord[]): number | null => {
  const rates = runs.flatMap(({ plan, times }) => {
    if (plan.kind !== 'move' || !times?.switchOverUs || times.overheadUs === null) return [];
    if ((plan.mode ?? 'stop-and-copy') !== 'stop-and-copy') return [];
    const carriedUs = times.switchOverUs - times.overheadUs;
    return carriedUs > 0 ? [(plan.expectedBytes * 1_000_000) / carriedUs] : [];
  });
  return rates.length === 0 ? null : Math.max(...rates);
};
