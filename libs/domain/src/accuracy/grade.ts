import type { RunKind, RunOutcome } from '../run/index.ts';
import type { Purpose, Severity, VerdictWord } from '../verdict/index.ts';

/** What a preflight had said, in the two words that a real run can prove right or wrong; and that it did not know. */
export const sayings = ['works', 'fails', 'unknown'] as const;
export type Saying = (typeof sayings)[number];

/** What really happened. `unclear`: it ended by something no preflight speaks of, for example by being cancelled. */
export const observations = ['worked', 'failed', 'unclear'] as const;
export type Observation = (typeof observations)[number];

/** Why CRIU failed, as its log told. */
export interface FailureCause {
  /** Name in the table of known errors; null when the error is not known. */
  errorId: string | null;
  /** CRIU's own line. */
  text: string;
  /** Findings that foretell this error. */
  findings: readonly string[];
}

export interface GradedFinding {
  id: string;
  severity: Severity;
}

/** A real run and the preflight it was started with. */
export interface RunToGrade {
  runId: string;
  kind: RunKind;
  outcome: RunOutcome;
  /** Set when CRIU failed, null when it did not. */
  cause: FailureCause | null;
  /** The copy runs and is not what was frozen. */
  copyDiffers: boolean;
  preflightId: string;
  purpose: Purpose;
  verdict: VerdictWord;
  findings: readonly GradedFinding[];
}

export interface Grade {
  runId: string;
  preflightId: string;
  said: Saying;
  seen: Observation;
  /** Null while the run says nothing about the preflight. */
  agrees: boolean | null;
  /** The findings of the preflight that foretold the failure; empty when it was not foretold, or did not fail. */
  foretoldBy: readonly string[];
}

const sayingOf: Record<VerdictWord, Saying> = {
  migratable: 'works',
  'migratable-with-options': 'works',
  blocked: 'fails',
  undetermined: 'unknown',
};

/** A preflight for a dump alone says nothing about the restore that came later. */
const spokeOf = ({ kind, purpose }: RunToGrade): boolean => kind !== 'restore' || purpose !== 'dump';

/** A rehearsal has ids, addresses and connections of its own: what blocks a move by these does not show in one that was built. */
const observe = (run: RunToGrade): Observation => {
  if (!spokeOf(run)) return 'unclear';
  if (run.cause !== null || run.copyDiffers) return 'failed';
  if (run.outcome !== 'succeeded') return 'unclear';
  return run.kind === 'rehearsal' && sayingOf[run.verdict] === 'fails' ? 'unclear' : 'worked';
};

const agree = (said: Saying, seen: Observation): boolean | null => {
  if (seen === 'unclear') return null;
  return said === (seen === 'worked' ? 'works' : 'fails');
};

/** Grades a preflight by the run that was really made with it. Not knowing counts as wrong. */
export const gradeRun = (run: RunToGrade): Grade => {
  const [said, seen] = [sayingOf[run.verdict], observe(run)];
  const causes = new Set(run.cause?.findings ?? []);
  const foretoldBy = [...new Set(run.findings.map(({ id }) => id).filter((id) => causes.has(id)))];
  return { runId: run.runId, preflightId: run.preflightId, said, seen, agrees: agree(said, seen), foretoldBy };
};
