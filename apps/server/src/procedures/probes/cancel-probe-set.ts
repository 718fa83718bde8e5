import { cancelProbes } from '../../commands/start-probes.ts';
import { operatorProcedure } from '../trpc.ts';
import { cancelProbeSetInput, cancelProbeSetOutput } from './cancel-probe-set.schema.ts';

/** Ends the set of probes that runs on a host; what it made there is removed. */
export const cancelProbeSet = operatorProcedure
  .input(cancelProbeSetInput)
  .output(cancelProbeSetOutput)
  .mutation(async ({ ctx, input }) => ({ cancelled: await cancelProbes(ctx, input.hostId, ctx.caller) }));
