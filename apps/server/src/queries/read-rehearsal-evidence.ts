import { explainRun } from '@godwit/domain/accuracy';
import type { RehearsalEvidence } from '@godwit/domain/rehearsal';
import {
  type Database,
  findLastRehearsal,
  listEventsForExplanation,
  listSteps,
  type RunRecord,
} from '@godwit/history-store';
import { z } from 'zod';
import { presentTime } from '../presenters/present-time.ts';

interface Asked {
  workloadId: string;
  /** null: to whichever host the last one was. */
  destinationHostId: string | null;
  hostName: (id: string) => string;
}

const builtSchema = z.object({ buildUs: z.number().nullable(), imageBytes: z.number().nullable() });

/** What the last rehearsal of a workload showed; null when there was none. */
export const readRehearsalEvidence = async (
  database: Database,
  { workloadId, destinationHostId, hostName }: Asked,
): Promise<RehearsalEvidence | null> => {
  const run = await findLastRehearsal(database, { workloadId, destinationHostId });
  if (run === null) return null;
  const steps = await listSteps(database, run.id);
  const built = builtSchema.safeParse(steps.find(({ key }) => key === 'rehearse-build')?.result);
  return {
    runId: run.id,
    at: presentTime(run.finishedAt ?? run.createdAt),
    destination: run.destinationHostId === null ? '' : hostName(run.destinationHostId),
    ...(await readResult(database, run)),
    frozenUs: run.times?.frozenUs ?? null,
    buildUs: built.success ? built.data.buildUs : null,
    imageBytes: built.success ? built.data.imageBytes : null,
  };
};

type Result = Pick<RehearsalEvidence, 'result' | 'reason' | 'meaning' | 'remedy'>;

const readResult = async (database: Database, run: RunRecord): Promise<Result> => {
  if (run.outcome === 'succeeded') return { result: 'built', reason: null, meaning: null, remedy: null };
  const said = { reason: run.error?.message ?? null, meaning: null, remedy: run.error?.remedy ?? null };
  if (run.error?.code === 'images-differ') return { result: 'differs', ...said };
  const told = explainRun(await listEventsForExplanation(database, run.id));
  if (told === null) return { result: 'unfinished', ...said };
  const { cause, meaning, remedies } = told.explanation;
  return { result: 'refused', reason: cause?.text ?? said.reason, meaning, remedy: remedies[0] ?? said.remedy };
};
