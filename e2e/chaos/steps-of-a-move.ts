import { dumpPhaseOf, parseLogLine, restorePhaseOf } from '@godwit/criu-driver';
import { dumpPhases, restorePhases } from '@godwit/domain/criu';
import {
  type DestinationState,
  destinationStates,
  type SourceState,
  type StepName,
  sourceStates,
  stepsOf,
} from '@godwit/domain/run';

/** The columns of the coverage table, in the order of a move; `undo` is the way back. */
export const columns = ['prepare', 'dump', 'restore', 'permit', 'commit', 'release', 'end', 'undo'] as const;
type Column = (typeof columns)[number];

// Every state has its column here, or this does not compile and a unit test fails: none is forgotten when one is added.
const columnOfSource: Record<SourceState, Column> = {
  opened: 'prepare',
  prepared: 'prepare',
  dumping: 'dump',
  held: 'restore',
  committed: 'commit',
  gone: 'commit',
  aborted: 'undo',
  'given-back': 'undo',
  swept: 'end',
};

const columnOfDestination: Record<DestinationState, Column> = {
  opened: 'prepare',
  prepared: 'prepare',
  receiving: 'dump',
  received: 'dump',
  restoring: 'restore',
  held: 'permit',
  releasing: 'release',
  released: 'release',
  discarded: 'undo',
  failed: 'undo',
  swept: 'end',
};

const columnOfStep: Partial<Record<StepName, Column>> = {
  check: 'prepare',
  'prepare-destination': 'prepare',
  'prepare-source': 'prepare',
  dump: 'dump',
  restore: 'restore',
  permit: 'permit',
  commit: 'commit',
  'move-address': 'commit',
  release: 'release',
  prove: 'end',
  sweep: 'end',
};

export interface MomentOfMove {
  id: string;
  kind: 'state' | 'phase' | 'step';
  side: 'source' | 'destination' | null;
  name: string;
  column: Column;
}

const stateMoments: MomentOfMove[] = [
  ...sourceStates.map((name) => ({ side: 'source' as const, name, column: columnOfSource[name] })),
  ...destinationStates.map((name) => ({ side: 'destination' as const, name, column: columnOfDestination[name] })),
].map((moment) => ({ ...moment, kind: 'state' as const, id: `${moment.side} ${moment.name}` }));

/** What CRIU does before its hook, and after it. */
const around = (phases: readonly string[], side: 'source' | 'destination', before: Column, after: Column) =>
  phases.map((name, index) => ({ side, name, column: index < phases.indexOf('held') ? before : after }));

const phaseMoments: MomentOfMove[] = [
  ...around(dumpPhases, 'source', 'dump', 'commit'),
  ...around(restorePhases, 'destination', 'restore', 'release'),
]
  // In the hook CRIU writes nothing, and behind its last line there is no CRIU any more.
  .filter(({ name }) => name !== 'done' && name !== 'held')
  .map((moment) => ({ ...moment, kind: 'phase' as const, id: `CRIU ${moment.name} on the ${moment.side}` }));

/** A step that has no column of its own belongs to the one before it. */
let latest: Column = 'prepare';
const stepMoments: MomentOfMove[] = stepsOf('move').map(({ name }) => {
  latest = columnOfStep[name] ?? latest;
  return { kind: 'step' as const, side: null, name, column: latest, id: `step ${name}` };
});

/** Every moment at which a fault can be wanted: the states of both journals, the phases in CRIU's logs, the server's steps. */
export const moments: MomentOfMove[] = [...stateMoments, ...phaseMoments, ...stepMoments];

/** The order in which each side comes to its states. */
export const stateOrder = { source: [...sourceStates], destination: [...destinationStates] };
export const phaseOrder = { source: [...dumpPhases], destination: [...restorePhases] };

/** The phase of CRIU that a line of its log begins, if it begins one. */
export const phaseOfLine = (side: 'source' | 'destination', line: string): string | null => {
  const { text } = parseLogLine(line);
  return side === 'source' ? dumpPhaseOf(text) : restorePhaseOf(text);
};

export const stepOrder = stepsOf('move', 'post-copy').map(({ name }) => name);

/** In a post-copy one line counts: before the commit nothing may be lost, and while memory follows the copy only what is told. */
export const postCopyColumns = ['held', 'fetch'] as const;
export const postCopyMoments = [
  { kind: 'state', side: 'destination', name: 'held', column: 'held', id: 'destination held' },
  { kind: 'step', side: null, name: 'fetch-pages', column: 'fetch', id: 'step fetch-pages' },
] as const;

export const rehearsalColumns = ['dump', 'build'] as const;
export const rehearsalMoments = [
  { kind: 'state', side: 'source', name: 'dumping', column: 'dump', id: 'source dumping' },
  { kind: 'state', side: 'destination', name: 'restoring', column: 'build', id: 'destination restoring' },
] as const;
