import { factBundleSchema, questionsSchema } from '@godwit/domain/facts';
import { z } from 'zod';

/** Asks a destination about one source tree. The bundle holds its host facts and the answers. */
export const answerQuestions = {
  type: 'answer-questions',
  request: z.object({ questions: questionsSchema }),
  result: z.object({ bundle: factBundleSchema }),
} as const;
