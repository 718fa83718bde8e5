import { startProbes } from '../../commands/start-probes.ts';
import { operatorProcedure } from '../trpc.ts';
import { startProbeSetInput, startProbeSetOutput } from './start-probe-set.schema.ts';

/** Has a host probed now; takes about half a minute, during which nothing else on it is touched. */
export const startProbeSet = operatorProcedure
  .input(startProbeSetInput)
  .output(startProbeSetOutput)
  .mutation(async ({ ctx, input }) => ({ probeSetId: await startProbes(ctx, input.hostId, ctx.caller) }));
