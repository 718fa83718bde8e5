import { questionsFor } from '@godwit/domain/comparison';
import { judgeImages as judge } from '@godwit/domain/verdict';
import { sendPlanOf } from '../send-plan.ts';
import type { PerformStep } from '../step.ts';
import { refuseUnlessMovable } from './refuse-unless-movable.ts';

/** Large images on a busy host take their time to decode. */
const timeoutMs = 120_000;

/** Asks the other host whether the images could be restored there, before a byte of them is sent. */
export const judgeImages: PerformStep = async (context, { snapshot }) => {
  const { checkpointId } = sendPlanOf(snapshot);
  await context.awaitConnections('source', 'destination');
  const images = await context.call('source', 'describe-images', { checkpointId }, timeoutMs);
  const questions = questionsFor(images.tree, []);
  const { bundle: destination } = await context.call('destination', 'answer-questions', { questions }, timeoutMs);
  const verdict = judge({ ...images, destination });
  refuseUnlessMovable(verdict);
  return { result: { verdict: verdict.verdict, restore: verdict.options.restore } };
};
