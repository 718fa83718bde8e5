import type { RunEventData } from '@godwit/domain/run';
import type { CheckpointOutcome } from './hold-protocol.ts';
import type { Journal } from './journal.ts';
import type { AnyState, StateDetails } from './journal-records.ts';
import type { ProgressFeed } from './progress-feed.ts';
import type { RunPaths } from './run-paths.ts';

/** What everything in a hold process works with. */
export interface HoldContext {
  paths: RunPaths;
  journal: Journal;
  progress: ProgressFeed;
  /** Writes the state into the journal, then tells the agent. */
  enter: (state: AnyState, details?: StateDetails) => void;
  tell: (events: RunEventData[]) => void;
  finishCheckpoint: (outcome: CheckpointOutcome) => void;
  log: (line: string) => void;
}
