import { bundleVersion } from '@godwit/domain/facts';
import { answerQuestions } from '@godwit/host-facts';
import type { CommandHandler } from '../agent-context.ts';
import { answerPlaces } from '../files/answer-places.ts';
import type { HostReader } from '../observation/host-reader.ts';

const deadlineMs = 45_000;

/** This host as the destination of one source tree. */
export const createAnswerQuestions =
  (hosts: HostReader, stateDir: string): CommandHandler<'answer-questions'> =>
  async ({ questions }) => {
    const signal = AbortSignal.timeout(deadlineMs);
    const [host, answers] = await Promise.all([hosts.read(), answerQuestions(questions, signal)]);
    const whole = { ...answers, ...answerPlaces(questions, stateDir) };
    const collectedAt = new Date().toISOString();
    return { bundle: { format: 'godwit-facts', version: bundleVersion, collectedAt, host, answers: whole } };
  };
