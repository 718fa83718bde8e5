import type { RunView } from '@godwit/domain/history';
import type { PlaceState } from '@godwit/ui';

const frozenPhases = new Set(['freezing', 'collecting', 'dumping-tasks', 'writing-pages', 'finishing', 'held']);

const sourcePlaces: Record<string, PlaceState> = {
  held: 'held',
  committed: 'held',
  aborted: 'frozen',
  'given-back': 'running',
  gone: 'gone',
};

const destinationPlaces: Record<string, PlaceState> = {
  receiving: 'arriving',
  received: 'arriving',
  restoring: 'arriving',
  held: 'held',
  releasing: 'held',
  released: 'running',
  discarded: 'discarded',
  failed: 'failed',
};

const lastPhase = (view: RunView, side: 'source' | 'destination') =>
  view.phases.findLast((phase) => phase.side === side)?.phase ?? null;

const restoredPlace = (view: RunView, hasBegun: boolean): PlaceState => {
  if (view.state === 'finished') return view.outcome === 'succeeded' ? 'running' : 'failed';
  return hasBegun ? 'arriving' : 'absent';
};

/** A dump or restore on one host has no journal states: its phases and its end say where the workload is. */
const placeOnOneHost = (view: RunView): PlaceState => {
  const phase = lastPhase(view, 'source') ?? lastPhase(view, 'destination');
  if (view.kind === 'restore') return restoredPlace(view, phase !== null);
  if (view.state === 'finished') return view.sides.source.state === 'gone' ? 'gone' : 'running';
  return phase && frozenPhases.has(phase) ? 'frozen' : 'running';
};

/** What the workload does on the source, as a word of the state table. */
export const sourcePlace = (view: RunView): PlaceState => {
  if (view.kind === 'dump' || view.kind === 'restore') return placeOnOneHost(view);
  const { state } = view.sides.source;
  if (state === 'swept') return view.committed ? 'gone' : 'running';
  if (state === 'dumping') return view.frozenAt ? 'frozen' : 'running';
  return sourcePlaces[state ?? ''] ?? 'running';
};

/** What the workload does on the destination. */
export const destinationPlace = (view: RunView): PlaceState => {
  const { state, endedAs } = view.sides.destination;
  if (state === 'swept' && view.committed) return endedAs === 'failed' ? 'failed' : 'running';
  if (state === 'swept') return 'discarded';
  return destinationPlaces[state ?? ''] ?? 'absent';
};
