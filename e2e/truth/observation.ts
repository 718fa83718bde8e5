import type { StagingWish } from '@godwit/domain/file-plan';
import type { CriuOptions, Verdict } from '@godwit/domain/verdict';
import type { Cause } from './criu.ts';

/**
 * What really happened: `carried`, everything works afterwards; `refused-dump` and `refused-restore`, CRIU ended with an error;
 * `lost`, CRIU was content and something does not work.
 */
export type Outcome = 'carried' | 'refused-dump' | 'refused-restore' | 'lost';

/** What became of it without one of the recommended options. */
export interface Trial {
  option: string;
  /** `both`: left out of dump and restore; `restore`: only out of the restore. */
  side: 'both' | 'restore';
  outcome: Outcome;
  lost: string[];
  cause: Cause | null;
}

export interface Observation {
  name: string;
  verdict: Verdict | null;
  /** Why there is no verdict. */
  judgeError: string | null;
  /** Files of facts, from which the judgement can be made again. */
  source: string;
  destination: string | null;
  /** How the portal judges: a container through its runtime, files with what a person said of them. */
  asProduct?: { staging?: StagingWish };
  /** What CRIU was really given. */
  options: CriuOptions;
  outcome: Outcome;
  lost: string[];
  cause: Cause | null;
  trials: Trial[];
  /** The tree itself could not be made here, so nothing was observed. */
  notStarted: string | null;
  milliseconds: number;
  /** It disagreed when it was observed for the first time: how. */
  unsteady?: string;
}
