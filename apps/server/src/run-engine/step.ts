import type { RunEventData } from '@godwit/domain/run';
import type { Database } from '@godwit/history-store';
import type { RunContext } from './run-context.ts';
import type { RunSnapshot } from './run-snapshot.ts';

/** What is known in the moment a step begins. */
export interface BegunStep {
  /** 1 for the first try. */
  attempt: number;
  /** The run as it was in the transaction that began the step: the first look costs nothing. */
  snapshot: RunSnapshot;
}

export interface StepOutcome {
  /** Kept with the step; later steps and a restarted server read it back. */
  result?: unknown;
  /** Written in the transaction that marks the step as finished. */
  also?: (database: Database) => Promise<void>;
}

/**
 * Performs one step. It may be called again after a crash at any point, so it looks at what is really there first.
 * What undoes it is named in the step table, and lies in run-engine/compensations.
 */
export type PerformStep = (context: RunContext, begun: BegunStep) => Promise<StepOutcome>;

interface WrittenOutcome {
  result?: unknown;
  /** What is told between the start and the end of the step. */
  events?: RunEventData[];
}

/**
 * A step that only writes, done in the very transaction that ends the step before it, because a workload stands still
 * meanwhile. Null: it cannot be done so now, and is performed as any other step.
 */
export type WriteStep = (
  context: RunContext,
  database: Database,
  snapshot: RunSnapshot,
) => Promise<WrittenOutcome | null>;
