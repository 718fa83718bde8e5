import { describePreflight } from '../../queries/describe-preflight.ts';
import { viewerProcedure } from '../trpc.ts';
import { getPreflightInput, getPreflightOutput } from './get-preflight.schema.ts';

export const getPreflight = viewerProcedure
  .input(getPreflightInput)
  .output(getPreflightOutput)
  .query(({ ctx, input }) => describePreflight(ctx, input.preflightId, ctx.caller.role));
