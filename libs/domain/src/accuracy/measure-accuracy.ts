import { type Severity, severities } from '../verdict/index.ts';
import { foretellingFor } from './foretelling.ts';
import { type Grade, gradeRun, type Observation, type RunToGrade, type Saying, sayings } from './grade.ts';

/** How often a preflight said one thing and another was seen. */
export type ConfusionMatrix = Record<Saying, Record<Observation, number>>;

/** How one finding has done in real runs. */
export interface FindingRecord {
  id: string;
  severity: Severity;
  /** Graded runs whose preflight had it. */
  raised: number;
  /** Of these: runs that worked, and runs that failed by what it foretells. */
  worked: number;
  failedByIt: number;
  /** Runs that failed by what it foretells, and whose preflight did not have it. */
  missed: number;
  /**
   * Share of the runs that put the finding to the proof in which it was right: a blocker when the run failed by it, anything
   * else when the run worked. A run that failed by something else proves nothing. Null while there was no proof.
   */
  precision: number | null;
}

export interface Accuracy {
  matrix: ConfusionMatrix;
  graded: number;
  agreed: number;
  unclear: number;
  /** Of the runs in which CRIU failed: all, those whose cause is known, and those whose preflight named the cause. */
  failures: { all: number; explained: number; foretold: number };
  findings: FindingRecord[];
}

const emptyMatrix = (): ConfusionMatrix => ({
  works: { worked: 0, failed: 0, unclear: 0 },
  fails: { worked: 0, failed: 0, unclear: 0 },
  unknown: { worked: 0, failed: 0, unclear: 0 },
});

interface Pair {
  run: RunToGrade;
  grade: Grade;
}

const severityOf = (pairs: readonly Pair[], id: string): Severity => {
  const seen = pairs.flatMap(({ run }) => run.findings.filter((finding) => finding.id === id));
  return severities.find((severity) => seen.some((finding) => finding.severity === severity)) ?? 'blocker';
};

const recordOf = (pairs: readonly Pair[], id: string): FindingRecord => {
  const has = ({ run }: Pair): boolean => run.findings.some((finding) => finding.id === id);
  const failedBy = ({ run }: Pair): boolean => run.cause?.findings.includes(id) ?? false;
  const raised = pairs.filter(has);
  const severity = severityOf(pairs, id);
  const worked = raised.filter(({ grade }) => grade.seen === 'worked').length;
  const failedByIt = raised.filter(failedBy).length;
  const right = severity === 'blocker' ? failedByIt : worked;
  const proofs = worked + failedByIt;
  return {
    id,
    severity,
    raised: raised.length,
    worked,
    failedByIt,
    missed: pairs.filter((pair) => failedBy(pair) && !has(pair)).length,
    precision: proofs === 0 ? null : right / proofs,
  };
};

/** The worst first: what was missed, then what was wrong most often. */
const byTrouble = (a: FindingRecord, b: FindingRecord): number =>
  b.missed - a.missed || (a.precision ?? 1) - (b.precision ?? 1) || b.raised - a.raised || a.id.localeCompare(b.id);

const namedIn = ({ run }: Pair): string[] => [...run.findings.map(({ id }) => id), ...(run.cause?.findings ?? [])];

/** A cause blames only those findings that the preflight could have had. */
const onlyWhatItCouldSay = (run: RunToGrade): RunToGrade =>
  run.cause === null
    ? run
    : { ...run, cause: { ...run.cause, findings: foretellingFor(run.cause.findings, run.purpose) } };

/** What the real runs say about the preflights they were started with. */
export const measureAccuracy = (runs: readonly RunToGrade[]): Accuracy & { grades: Grade[] } => {
  const all = runs.map(onlyWhatItCouldSay).map((run) => ({ run, grade: gradeRun(run) }));
  const pairs = all.filter(({ grade }) => grade.agrees !== null);
  const matrix = emptyMatrix();
  for (const { grade } of all) matrix[grade.said][grade.seen] += 1;
  const failed = pairs.filter(({ run }) => run.cause !== null);
  const ids = [...new Set(pairs.flatMap(namedIn))];
  return {
    matrix,
    graded: pairs.length,
    agreed: pairs.filter(({ grade }) => grade.agrees).length,
    unclear: sayings.reduce((sum, said) => sum + matrix[said].unclear, 0),
    failures: {
      all: failed.length,
      explained: failed.filter(({ run }) => run.cause?.errorId !== null).length,
      foretold: failed.filter(({ grade }) => grade.foretoldBy.length > 0).length,
    },
    findings: ids.map((id) => recordOf(pairs, id)).sort(byTrouble),
    grades: all.map(({ grade }) => grade),
  };
};
