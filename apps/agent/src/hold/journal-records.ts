import type { RunState } from '@godwit/agent-protocol';
import type { Fence, NftTable, TaskIdentity } from '@godwit/criu-driver';
import type { DestinationState, Side, SourceState } from '@godwit/domain/run';
import type { ContainerRecord, MovableRuntime } from '../containers/container-target.ts';
import type { HeldSupervisor } from '../supervisors/held-supervisor.ts';
import type { BuiltTask } from './note-built.ts';

export type AnyState = SourceState | DestinationState;

/** Something a run makes on its host; written down before it is made, so that exactly this can be undone. */
export type Made =
  | ({ type: 'table' } & NftTable)
  | { type: 'address'; address: string; device: string }
  | { type: 'cgroup'; dir: string }
  | { type: 'images'; dir: string }
  /** A tmpfs that holds the images of a source. */
  | { type: 'mount'; dir: string }
  | { type: 'criu-lock'; names: string[] }
  | { type: 'fence'; fence: Fence }
  /** A container that the runtime was told to restore. */
  | { type: 'container'; runtime: MovableRuntime; id: string; bundle: string }
  /** The directory of a container's configuration and root. */
  | { type: 'bundle'; dir: string }
  | { type: 'supervisor'; held: HeldSupervisor }
  /** Directory in which files that travel along are built. */
  | { type: 'staged'; dir: string }
  | { type: 'made-directory'; dir: string }
  /** A setting of the kernel (sysctl(8)) for the time of the run; `before` is put back. */
  | { type: 'sysctl'; name: string; before: string; value: string; runDir: string }
  /** `staged` was renamed to `target`; what lay there before, to `kept`. */
  | { type: 'placed'; target: string; staged: string; kept: string | null };

/** What the journal tells besides the states, each the last of its kind. */
export interface RunFacts {
  /** CRIU of this side, as it was started last. */
  criu?: TaskIdentity;
  /** The tree of this side: on the source as frozen, on the destination as held. */
  tasks?: TaskIdentity[];
  /** Of a container's copy, whose pids are others outside of it: the source's pid of each of `tasks`. */
  sourcePids?: number[];
  /** On the destination: the tree as it was held, each of its tasks compared with what was frozen. */
  built?: BuiltTask[];
  /** On the source: the container that is dumped by its runtime. */
  container?: ContainerRecord;
  /** The tree as it was before CRIU was started; some of it may have ended by itself before the freeze. */
  treeBefore?: TaskIdentity[];
  /** The memory follows the copy. */
  postCopy?: true;
  /** On the destination: the `criu lazy-pages` that fetches it, and how far it came. */
  pageDaemon?: TaskIdentity;
  pages?: { complete: boolean; receivedBytes: number | null };
  /** Pids that a person or a parent had stopped before; they stay so. */
  stoppedBefore?: number[];
  ownCgroupDir?: string | null;
  copyCgroupDir?: string;
  serviceAddress?: string | null;
  serviceDevice?: string | null;
  /** On the destination: it had the address before the run, which then neither adds nor removes it. */
  addressWasHere?: boolean;
  /** On this host's boot clock. */
  frozenAtBootMs?: number;
  deadlineBootMs?: number;
  /** When the source's fence went up: nothing of the tree started later. */
  fencedAtBootMs?: number;
  /** How far the destination's boot clock is ahead of the source's, in milliseconds. */
  clockAheadMs?: number;
}

/** The fields of a reported state that come with a change. */
export type StateDetails = Pick<
  RunState,
  | 'reason'
  | 'dumped'
  | 'heldPids'
  | 'goneProof'
  | 'logTail'
  | 'errorCode'
  | 'released'
  | 'mayHaveRun'
  | 'thawProof'
  | 'rehearsed'
>;

interface Stamp {
  at: string;
  bootMs: number;
  bootId: string;
}

/** One line of journal.jsonl. */
export type JournalRecord =
  | ({ kind: 'opened'; runId: string; side: Side; epoch: number } & Stamp)
  | ({ kind: 'epoch'; epoch: number } & Stamp)
  | ({ kind: 'state'; state: AnyState; details: StateDetails } & Stamp)
  | ({ kind: 'facts'; facts: RunFacts } & Stamp)
  | ({ kind: 'making'; made: Made } & Stamp)
  | ({ kind: 'removed'; made: Made } & Stamp);

export type NewRecord = JournalRecord extends infer R ? (R extends Stamp ? Omit<R, keyof Stamp> : never) : never;
