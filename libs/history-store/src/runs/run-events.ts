import { type RunEvent, type RunEventData, runEventSchema } from '@godwit/domain/run';
import type { Database } from '../connection/database.ts';
import type { RunEvent as RunEventRow } from '../generated/client.ts';
import { formatWakeUp, wakeUpChannel } from '../live/wake-up.ts';

const eventVersion = 1;

/** Told for people only; no run goes on because of them. */
const forViewers: ReadonlySet<RunEventData['type']> = new Set([
  'phase.entered',
  'progress.measured',
  'log.appended',
  'step.started',
  'step.finished',
  'permission.written',
]);

const wakeUpOf = (runId: string, events: readonly RunEventData[]): string =>
  formatWakeUp({ about: events.every(({ type }) => forViewers.has(type)) ? 'run-viewers' : 'run', runId });

/**
 * Adds events to a run, in order, and wakes whoever waits for it. The run's row is locked before the first id is drawn:
 * events of one run get their ids and become visible in the same order, so a reader that has seen an id has seen
 * everything before it. One statement, because a move writes most of its events while a workload stands still.
 */
export const appendEvents = async (
  database: Database,
  { runId, events, now }: { runId: string; events: RunEventData[]; now: Date },
): Promise<void> => {
  if (events.length === 0) return;
  const texts = events.map((data) => JSON.stringify(data));
  await database.$executeRaw`
    WITH locked AS MATERIALIZED (SELECT id FROM runs WHERE id = ${runId}::uuid FOR NO KEY UPDATE),
    added AS (
      INSERT INTO run_events (run_id, created_at, version, data)
      SELECT locked.id, ${now}, ${eventVersion}, event.data::jsonb
      FROM locked, unnest(${texts}::text[]) WITH ORDINALITY AS event (data, position)
      ORDER BY event.position
      RETURNING id
    )
    SELECT pg_notify(${wakeUpChannel}, ${wakeUpOf(runId, events)}) FROM (SELECT count(*) FROM added) AS counted`;
};

/** Events of a run after one of them (0: from the start), in order. */
export const listEvents = async (
  database: Database,
  { runId, after, limit }: { runId: string; after: bigint; limit?: number },
): Promise<RunEvent[]> => {
  const rows = await database.runEvent.findMany({
    where: { runId, id: { gt: after } },
    orderBy: { id: 'asc' },
    ...(limit === undefined ? {} : { take: limit }),
  });
  return rows.map(toRunEvent);
};

const toRunEvent = ({ id, runId, createdAt, version, data }: RunEventRow): RunEvent =>
  runEventSchema.parse({ id: String(id), runId, at: createdAt.toISOString(), version, data });

/** Times of events of the given types, for the figures of a run. */
export const listEventsOfType = async (
  database: Database,
  { runId, type }: { runId: string; type: RunEventData['type'] },
): Promise<RunEvent[]> => {
  const rows = await database.runEvent.findMany({
    where: { runId, data: { path: ['type'], equals: type } },
    orderBy: { id: 'asc' },
  });
  return rows.map(toRunEvent);
};

/** The events that tell why CRIU failed in a run: log lines and failed steps, in order, as many as a log may have. */
export const listEventsForExplanation = async (database: Database, runId: string): Promise<RunEvent[]> => {
  const rows = await database.runEvent.findMany({
    where: {
      runId,
      OR: ['log.appended', 'step.failed'].map((type) => ({ data: { path: ['type'], equals: type } })),
    },
    orderBy: { id: 'asc' },
    take: 20_000,
  });
  return rows.map(toRunEvent);
};
