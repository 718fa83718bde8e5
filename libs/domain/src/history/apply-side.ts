import type { RunEventData } from '../run/index.ts';
import type { RunView, SideView } from './run-view.ts';

type Noted = Extract<RunEventData, { type: 'side.noted' }>;

/** A side did something besides the steps: it takes the place of what was said of the same thing before. */
export const noteSide = (view: RunView, at: string, { side, topic, name, state, text }: Noted): RunView => {
  const note = { side, topic, name, state, text, at };
  const place = view.notes.findIndex((one) => one.side === side && one.topic === topic && one.name === name);
  return { ...view, notes: place < 0 ? [...view.notes, note] : view.notes.with(place, note) };
};

type Changed = Extract<RunEventData, { type: 'side.changed' }>;

const committedStates = new Set<string>(['committed', 'gone']);

/** A side's journal moved on: what it means for the run as a whole. */
export const changeSide = (view: RunView, at: string, { side, state, detail }: Changed): RunView => ({
  ...view,
  sides: { ...view.sides, [side]: { state, detail: detail ?? null, changedAt: at, ...endOf(view, side, state) } },
  givenBack: side === 'source' && state === 'given-back' ? (detail ?? null) : view.givenBack,
  committed: view.committed || (side === 'source' && committedStates.has(state)),
  frozenAt: side === 'source' && state === 'held' ? (view.frozenAt ?? at) : view.frozenAt,
  resumedAt: resumes(side, state) ? (view.resumedAt ?? at) : view.resumedAt,
});

/** A sweep says nothing of what was swept; it may be told more than once. */
const endOf = ({ sides }: RunView, side: Changed['side'], state: string): Pick<SideView, 'endedAs'> => {
  if (state !== 'swept') return {};
  const before = sides[side];
  return { endedAs: before.state === 'swept' ? (before.endedAs ?? null) : before.state };
};

const resumes = (side: Changed['side'], state: string): boolean =>
  side === 'source' ? state === 'given-back' : state === 'released';
