import { revokeHost as revoke } from '../../commands/revoke-host.ts';
import { adminProcedure } from '../trpc.ts';
import { revokeHostInput, revokeHostOutput } from './revoke-host.schema.ts';

/** Takes a host's credential away and ends its connection. */
export const revokeHost = adminProcedure
  .input(revokeHostInput)
  .output(revokeHostOutput)
  .mutation(async ({ ctx, input }) => {
    await revoke(ctx, input, ctx.caller);
    return { done: true };
  });
