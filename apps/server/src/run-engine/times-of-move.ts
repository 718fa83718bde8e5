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
    createdAtMs: snapshot.run.createdAt.getTime(),
    frozenAtMs: heldAtMs(changes),
    releasedAtMs: changedAtMs(changes, 'destination', 'released'),
    provedAtMs: context.now.getTime(),
    criuFrozenUs: source?.dumped?.frozenUs ?? null,
    imageBytes: source?.dumped?.imageBytes ?? null,
    bytesPerSecond: highestRate(progress),
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
