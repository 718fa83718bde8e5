import { measureTimes } from '@godwit/domain/history';
import type { RunEvent, RunTimes, Side } from '@godwit/domain/run';
import { listEventsOfType } from '@godwit/history-store';
import type { RunContext } from './run-context.ts';
import { sideReport } from './run-snapshot.ts';

/** The four times of a move, from what both agents measured and when the server heard of it. */
export const timesOfMove = async (context: RunContext): Promise<RunTimes> => {
  const { database } = context.parts.store;
  const snapshot = await context.look();
  const source = sideReport(snapshot, 'source');
  const destination = sideReport(snapshot, 'destination');
  const changes = await listEventsOfType(database, { runId: context.runId, type: 'side.changed' });
  const progress = await listEventsOfType(database, { runId: context.runId, type: 'progress.measured' });
  return measureTimes({
    createdAtMs: (snapshot.run.admittedAt ?? snapshot.run.createdAt).getTime(),
    frozenAtMs: heldAtMs(changes),
    releasedAtMs: changedAtMs(changes, 'destination', 'released'),
    provedAtMs: context.now.getTime(),
    criuFrozenUs: source?.dumped?.frozenUs ?? null,
    imageBytes: source?.dumped?.imageBytes ?? null,
    bytesPerSecond: highestRate(progress) ?? averageRate(changes, source?.dumped?.imageBytes ?? null),
    agentSwitchOverUs: destination?.released?.switchOverUs ?? null,
  });
};

/** The freeze comes before the hold; without the agents' own measure the hold is the nearest the server heard of. */
const heldAtMs = (changes: RunEvent[]): number | null => changedAtMs(changes, 'source', 'held');

const changedAtMs = (changes: RunEvent[], side: Side, state: string): number | null => {
  const found = changes.find(({ data }) => data.type === 'side.changed' && data.side === side && data.state === state);
  return found === undefined ? null : Date.parse(found.at);
};

const highestRate = (progress: RunEvent[]): number | null => {
  const rates = progress.flatMap(({ data }) =>
    data.type === 'progress.measured' && data.bytesPerSecond !== null ? [data.bytesPerSecond] : [],
  );
  return rates.length === 0 ? null : Math.max(...rates);
};

/** A small tree is through before a rate was measured: then the whole transfer's is the best there is. */
const averageRate = (changes: RunEvent[], imageBytes: number | null): number | null => {
  const from = changedAtMs(changes, 'source', 'dumping');
  const to = changedAtMs(changes, 'destination', 'received');
  return imageBytes === null || from === null || to === null || to <= from ? null : (imageBytes * 1000) / (to - from);
};
