import type { CommandHandler } from '../agent-context.ts';
import type { ProbeSets } from '../probe/probe-sets.ts';

/** Starts the probes of this host because somebody asked for them. */
export const createRunProbes =
  (sets: ProbeSets): CommandHandler<'run-probes'> =>
  async ({ setId }) =>
    sets.start(setId, 'asked');
