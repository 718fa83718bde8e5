import type { DumpPhase, RestorePhase } from '../criu/index.ts';

/**
 * What became of the run of CRIU that wrote a log: `explained`, a cause that is known; `unknown`, it failed by something
 * that is not in the catalogue; `succeeded`; `unfinished`, it neither failed nor ended; `no-log`, the text is no log of CRIU.
 */
export type ExplanationOutcome = 'explained' | 'unknown' | 'succeeded' | 'unfinished' | 'no-log';

export type CriuOperation = 'dump' | 'pre-dump' | 'restore' | 'unknown';

/** The line that tells why CRIU failed. */
export interface CauseLine {
  /** Counted from 1. */
  line: number;
  /** The text after time, process id and place in CRIU's source. */
  text: string;
  /** `criu/files-reg.c:1031`; null on lines that CRIU does not call errors. */
  source: string | null;
  raw: string;
}

/** An error that is not the cause, and why not. */
export interface SkippedLine {
  line: number;
  text: string;
  reason: string;
}

export interface Explanation {
  outcome: ExplanationOutcome;
  operation: CriuOperation;
  /** As in `Version: 4.2.1`; null where the log does not tell, as below -v3. */
  criuVersion: string | null;
  kernel: string | null;
  /** How far the run had come at the cause, or at the end. */
  phase: DumpPhase | RestorePhase | null;
  cause: CauseLine | null;
  /** Name of the entry in the table of errors; null when only a rule's pattern matched, or nothing. */
  errorId: string | null;
  meaning: string;
  remedies: string[];
  /** Ids of the findings by which a preflight foretells this error. */
  findings: string[];
  /** The lines around the cause, as they stand in the log. */
  context: { line: number; raw: string }[];
  skipped: SkippedLine[];
}
