import { decideRun as decide } from '../../commands/decide-run.ts';
import { adminProcedure } from '../trpc.ts';
import { decideRunInput, decideRunOutput } from './decide-run.schema.ts';

/** Answers a question that only a person can answer. */
export const decideRun = adminProcedure
  .input(decideRunInput)
  .output(decideRunOutput)
  .mutation(async ({ ctx, input }) => {
    await decide(ctx.store, { ...input, caller: ctx.caller, now: ctx.now() });
    return { done: true };
  });
