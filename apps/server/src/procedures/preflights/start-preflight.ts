import { runPreflight } from '../../commands/run-preflight.ts';
import { describePreflight } from '../../queries/describe-preflight.ts';
import { operatorProcedure } from '../trpc.ts';
import { startPreflightInput, startPreflightOutput } from './start-preflight.schema.ts';

/** Judges a workload as it is now; answers with the verdict. */
export const startPreflight = operatorProcedure
  .input(startPreflightInput)
  .output(startPreflightOutput)
  .mutation(async ({ ctx, input }) => {
    const { staging, ...asked } = input;
    const id = await runPreflight(ctx, {
      workloadId: asked.workloadId,
      purpose: asked.purpose,
      destinationHostId: asked.destinationHostId,
      ...(staging && { staging }),
      caller: ctx.caller,
    });
    return describePreflight(ctx, id, ctx.caller.role);
  });
