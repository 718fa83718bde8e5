import type { CommandHandler } from '../agent-context.ts';
import type { ProbeSets } from '../probe/probe-sets.ts';

/** Answers when nothing of the set is left on this host. */
export const createCancelProbes =
  (sets: ProbeSets): CommandHandler<'cancel-probes'> =>
  async () => {
    const cancelled = sets.cancel();
    await sets.ended();
    return { cancelled };
  };
