import type { RunEventData } from '../run/index.ts';
import type { RunView } from './run-view.ts';

type Changed = Extract<RunEventData, { type: 'side.changed' }>;

const committedStates = new Set<string>(['committed', 'gone']);

/** A side's journal moved on: what it means for the run as a whole. */
export const changeSide = (view: RunView, at: string, { side, state, detail }: Changed): RunView => ({
  ...view,
  sides: { ...view.sides, [side]: { state, detail: detail ?? null, changedAt: at } },
  committed: view.committed || (side === 'source' && committedStates.has(state)),
  frozenAt: side === 'source' && state === 'held' ? (view.frozenAt ?? at) : view.frozenAt,
  resumedAt: resumes(side, state) ? (view.resumedAt ?? at) : view.resumedAt,
});

const resumes = (side: Changed['side'], state: string): boolean =>
  side === 'source' ? state === 'given-back' : state === 'released';
