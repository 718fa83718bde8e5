import type { FactBundle } from '../facts/index.ts';
import { type FilePlan, planFiles, type StagingWish } from '../file-plan/index.ts';
import { overlayStaged } from '../file-plan/overlay-staged.ts';
import type { JudgeContext } from '../rules/rule.ts';
import type { Purpose } from './verdict.ts';

interface FilesToJudge {
  source: FactBundle;
  destination?: FactBundle;
  purpose: Purpose;
  staging?: StagingWish;
}

interface JudgedFiles {
  /** The destination as it will be with what is staged. */
  there: FactBundle | undefined;
  context: Pick<JudgeContext, 'filePlan' | 'stagedThere'>;
  filePlan?: FilePlan;
}

/** What becomes of the files in a move, and the destination as the rules are to see it because of that. */
export const judgeFiles = ({ source, destination, purpose, staging }: FilesToJudge): JudgedFiles => {
  const plan = staging && destination && purpose === 'move' ? planFiles({ source, destination, wish: staging }) : null;
  if (plan === null || destination === undefined) return { there: destination, context: {} };
  const staged = destination.answers?.staged;
  return {
    there: overlayStaged(source, destination, plan),
    context: { filePlan: plan, ...(staged?.known && { stagedThere: staged.value }) },
    filePlan: plan,
  };
};
