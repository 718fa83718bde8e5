import { currentRevision, listChanges, listEvents, type Store, type WakeUp } from '@godwit/history-store';
import { tracked } from '@trpc/server';
import type { LiveEvent } from '../procedures/live/live-events.schema.ts';
import { Doorbell } from './doorbell.ts';
import { formatCursor, type LiveCursor, parseCursor } from './live-cursor.ts';
import type { WakeUps } from './wake-ups.ts';

interface Topics {
  runId?: string | undefined;
  fleet?: boolean | undefined;
  workloadId?: string | undefined;
}

interface Stream {
  topics: Topics;
  lastEventId: string | null;
  signal: AbortSignal | undefined;
}

/** Without any wake-up the database is looked at this often, in case one was lost. */
const lookAgainMs = 10_000;
/** One look takes at most so many events, so that a long run does not fill the memory. */
const eventsPerLook = 500;

/**
 * What a page wants to hear, read from the database from where the page left off. Wake-ups only say when to look: what is
 * told comes from the tables alone, so a page that was away, or a server that was started anew, misses nothing.
 */
export async function* streamLiveEvents(
  { store, wakeUps }: { store: Store; wakeUps: WakeUps },
  { topics, lastEventId, signal }: Stream,
) {
  const bell = new Doorbell();
  const stop = wakeUps.listen((wakeUp) => {
    if (concerns(wakeUp, topics)) bell.ring();
  });
  try {
    let cursor = parseCursor(lastEventId) ?? { eventId: 0n, revision: await currentRevision(store.database) };
    yield tracked(formatCursor(cursor), { type: 'heartbeat' } satisfies LiveEvent as LiveEvent);
    while (!signal?.aborted) {
      const { events, next, more } = await lookOnce(store, topics, cursor);
      for (const event of events) yield tracked(formatCursor(event.cursor), event.data);
      cursor = next;
      if (more) continue;
      await bell.wait(lookAgainMs, signal);
      if (events.length === 0 && !signal?.aborted)
        yield tracked(formatCursor(cursor), { type: 'heartbeat' } as LiveEvent);
    }
  } finally {
    stop();
  }
}

const concerns = (wakeUp: WakeUp, { runId, fleet, workloadId }: Topics): boolean => {
  switch (wakeUp.about) {
    case 'run':
    case 'run-viewers':
      return wakeUp.runId === runId;
    case 'host':
      return fleet === true;
    case 'workload':
      return fleet === true || wakeUp.workloadId === workloadId;
    case 'everything':
      return true;
  }
};

interface Look {
  events: { cursor: LiveCursor; data: LiveEvent }[];
  next: LiveCursor;
  more: boolean;
}

const lookOnce = async (store: Store, topics: Topics, cursor: LiveCursor): Promise<Look> => {
  const run = await lookAtRun(store, topics, cursor);
  const changes = await lookAtChanges(store, topics, run.next);
  return { events: [...run.events, ...changes.events], next: changes.next, more: run.more };
};

const lookAtRun = async ({ database }: Store, { runId }: Topics, cursor: LiveCursor): Promise<Look> => {
  if (runId === undefined) return { events: [], next: cursor, more: false };
  const found = await listEvents(database, { runId, after: cursor.eventId, limit: eventsPerLook });
  const events = found.map((event) => ({
    cursor: { ...cursor, eventId: BigInt(event.id) },
    data: { type: 'run.event', event } as const,
  }));
  return { events, next: events.at(-1)?.cursor ?? cursor, more: found.length === eventsPerLook };
};

/** All changes of one look carry the same cursor: told twice they do no harm, and the order among them means nothing. */
const lookAtChanges = async ({ database }: Store, { fleet, workloadId }: Topics, cursor: LiveCursor): Promise<Look> => {
  if (fleet !== true && workloadId === undefined) return { events: [], next: cursor, more: false };
  const changes = await listChanges(database, cursor.revision);
  const next = { ...cursor, revision: changes.revision };
  const hosts = new Set([...changes.hostIds, ...changes.workloads.map(({ hostId }) => hostId)]);
  const data: LiveEvent[] = fleet === true ? [...hosts].map((hostId) => ({ type: 'fleet.changed', hostId })) : [];
  if (changes.workloads.some(({ id }) => id === workloadId) && workloadId !== undefined) {
    data.push({ type: 'workload.changed', workloadId });
  }
  return { events: data.map((event) => ({ cursor: next, data: event })), next, more: false };
};
