import { explainRun, measureAccuracy, type RunToGrade } from '@godwit/domain/accuracy';
import { type Database, listEventsForExplanation, listGradableRuns, type RunRecord } from '@godwit/history-store';
import type { z } from 'zod';
import { presentTime } from '../presenters/present-time.ts';
import type { readAccuracyOutput } from '../procedures/accuracy/read-accuracy.schema.ts';

type Accuracy = z.infer<typeof readAccuracyOutput>;
type Gradable = Awaited<ReturnType<typeof listGradableRuns>>[number];

const mostRuns = 1000;
/** Explaining a failure means reading its log; of very many only the newest count as explained. */
const mostExplained = 200;

/** Every real run of this installation against the preflight it was started with. */
export const gradeRuns = async (database: Database): Promise<Accuracy> => {
  const found = await listGradableRuns(database, { limit: mostRuns + 1 });
  const runs = found.slice(0, mostRuns);
  const causes = await explainFailures(database, runs);
  const toGrade = runs.map((one) => asRunToGrade(one, causes.get(one.run.id) ?? null));
  const { grades, ...accuracy } = measureAccuracy(toGrade);
  const disagreements = grades.flatMap(({ agrees, seen }, index) => {
    const [gradable, graded] = [runs[index], toGrade[index]];
    return agrees === false && gradable && graded ? [presentDisagreement(gradable, graded, seen)] : [];
  });
  const oldest = runs.at(-1)?.run.createdAt;
  return { ...accuracy, disagreements, since: oldest ? presentTime(oldest) : null, isCut: found.length > mostRuns };
};

const explainFailures = async (
  database: Database,
  runs: readonly Gradable[],
): Promise<Map<string, NonNullable<RunToGrade['cause']>>> => {
  const causes = new Map<string, NonNullable<RunToGrade['cause']>>();
  const failed = runs.filter(({ run }) => run.outcome === 'failed' || run.outcome === 'given-back');
  for (const { run } of failed.slice(0, mostExplained)) {
    const cause = await causeOf(database, run);
    if (cause !== null) causes.set(run.id, cause);
  }
  return causes;
};

const causeOf = async (database: Database, run: RunRecord): Promise<RunToGrade['cause']> => {
  const told = explainRun(await listEventsForExplanation(database, run.id));
  if (told === null) return null;
  const { outcome, errorId, cause, findings } = told.explanation;
  return { errorId: outcome === 'explained' ? (errorId ?? 'rule') : null, text: cause?.text ?? '', findings };
};

const asRunToGrade = ({ run, preflight }: Gradable, cause: RunToGrade['cause']): RunToGrade => ({
  runId: run.id,
  kind: run.kind,
  outcome: run.outcome ?? 'failed',
  cause,
  copyDiffers: run.outcome === 'failed' && run.error?.code === 'images-differ',
  preflightId: preflight.id,
  purpose: preflight.purpose,
  verdict: preflight.verdict,
  findings: preflight.findings,
});

const presentDisagreement = (
  { run, preflight }: Gradable,
  { outcome, cause }: RunToGrade,
  seen: Accuracy['disagreements'][number]['seen'],
): Accuracy['disagreements'][number] => ({
  runId: run.id,
  preflightId: preflight.id,
  kind: run.kind,
  outcome,
  workload: { id: run.workloadId, name: run.workloadName },
  at: presentTime(run.createdAt),
  verdict: preflight.verdict,
  seen,
  cause: cause === null ? null : { errorId: cause.errorId, text: cause.text },
});
