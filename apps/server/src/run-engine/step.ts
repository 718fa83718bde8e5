import type { Database } from '@godwit/history-store';
import type { RunContext } from './run-context.ts';

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
export type PerformStep = (context: RunContext) => Promise<StepOutcome>;
