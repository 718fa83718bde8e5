import type { CommandHandlers } from '../agent-context.ts';
import type { HostReader } from '../observation/host-reader.ts';
import { createAnswerQuestions } from './answer-questions.ts';
import { createCollectFacts } from './collect-facts.ts';
import { answerListWorkloads } from './list-workloads.ts';
import { answerRemoveNonces } from './remove-nonces.ts';

export type FactCommand = 'list-workloads' | 'collect-facts' | 'answer-questions' | 'remove-nonces';

/** The commands that only look, or undo a look. Those of runs are in runs/. */
export const createFactCommands = (hosts: HostReader): Pick<CommandHandlers, FactCommand> => ({
  'list-workloads': answerListWorkloads,
  'collect-facts': createCollectFacts(hosts),
  'answer-questions': createAnswerQuestions(hosts),
  'remove-nonces': answerRemoveNonces,
});
