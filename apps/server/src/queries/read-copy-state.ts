import { type CopySighting, type CopyState, judgeCopy } from '@godwit/domain/checkpoints';
import { GodwitError } from '@godwit/domain/errors';
import { type CheckpointRecord, type Database, findRun, listLaterRuns, type RunRecord } from '@godwit/history-store';
import type { ServerParts } from '../parts.ts';
import { readHostNames } from './host-names.ts';

type Parts = Pick<ServerParts, 'store' | 'agents'>;

const patienceMs = 10_000;

/** A host on which a copy may run, and the move that brought it there; null: it was restored there from images. */
interface Place {
  hostId: string;
  moveRunId: string | null;
}

/**
 * What the hosts say now of the copy that a move let run, whose full checkpoint was kept: its destination, and wherever the workload, or the
 * checkpoint, was brought since. Null for a checkpoint that no move kept.
 */
export const readCopyState = async (
  parts: Parts,
  { moveRunId }: Pick<CheckpointRecord, 'moveRunId'>,
): Promise<CopyState | null> => {
  if (moveRunId === null) return null;
  const { database } = parts.store;
  const move = await findRun(database, moveRunId);
  if (move === null) throw new Error(`Run ${moveRunId}, which kept a checkpoint, is not in the database.`);
  const places = await findPlaces(database, move);
  const hostName = await readHostNames(database);
  const sightings = await Promise.all(
    places.map(async (place): Promise<CopySighting> => {
      const lives = await look(parts, place, move.workloadKey);
      return { host: hostName(place.hostId), lives };
    }),
  );
  return judgeCopy(sightings);
};

const findPlaces = async (database: Database, move: RunRecord): Promise<Place[]> => {
  const destination = move.destinationHostId ?? '';
  const reached = new Set([move.sourceHostId, destination]);
  const places: Place[] = [{ hostId: destination, moveRunId: move.id }];
  for (const { id, kind, sourceHostId, destinationHostId, isPermitted } of await listLaterRuns(database, move)) {
    if (!reached.has(sourceHostId)) continue;
    const brings = kind === 'send' || (kind === 'move' && isPermitted);
    if (brings && destinationHostId !== null) reached.add(destinationHostId);
    if (kind === 'restore') places.push({ hostId: sourceHostId, moveRunId: null });
    if (kind === 'move' && isPermitted && destinationHostId !== null)
      places.push({ hostId: destinationHostId, moveRunId: id });
  }
  return places;
};

/** null: nobody there says. */
const look = async ({ agents }: Parts, { hostId, moveRunId }: Place, key: string): Promise<boolean | null> => {
  const options = { timeoutMs: patienceMs };
  try {
    const { workloads } = await agents.call(hostId, 'list-workloads', {}, options);
    // Whoever started it again there: other processes than those of the move.
    if (workloads.some((workload) => workload.key === key)) return true;
    if (moveRunId === null) return false;
    return (await agents.call(hostId, 'report-run', { runId: moveRunId }, options)).copyLives ?? null;
  } catch (error) {
    if (error instanceof GodwitError) return null;
    throw error;
  }
};
