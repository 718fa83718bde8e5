import type { CommandHandlers } from '../agent-context.ts';
import type { HostReader } from '../observation/host-reader.ts';
import type { ProbeSets } from '../probe/probe-sets.ts';
import { createAnswerQuestions } from './answer-questions.ts';
import { createCancelProbes } from './cancel-probes.ts';
import { createCollectFacts } from './collect-facts.ts';
import { createExploreImages } from './explore-images.ts';
import { answerListWorkloads } from './list-workloads.ts';
import { answerRemoveNonces } from './remove-nonces.ts';
import { createRunProbes } from './run-probes.ts';

export type FactCommand =
  | 'list-workloads'
  | 'collect-facts'
  | 'answer-questions'
  | 'explore-images'
  | 'remove-nonces'
  | 'run-probes'
  | 'cancel-probes';

export interface FactCommandParts {
  hosts: HostReader;
  stateDir: string;
  probes: ProbeSets;
}

/** The commands that only look, or undo a look. Those of runs are in runs/. */
export const createFactCommands = ({
  hosts,
  stateDir,
  probes,
}: FactCommandParts): Pick<CommandHandlers, FactCommand> => ({
  'cancel-probes': createCancelProbes(probes),
  'list-workloads': answerListWorkloads,
  'collect-facts': createCollectFacts(hosts),
  'answer-questions': createAnswerQuestions(hosts, stateDir),
  'explore-images': createExploreImages(stateDir),
  'remove-nonces': answerRemoveNonces,
  'run-probes': createRunProbes(probes),
});
