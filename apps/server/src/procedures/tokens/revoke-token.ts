import { revokeToken as revoke } from '../../commands/revoke-token.ts';
import { adminProcedure } from '../trpc.ts';
import { revokeTokenInput, revokeTokenOutput } from './revoke-token.schema.ts';

/** A token that counts for nothing from now on. */
export const revokeToken = adminProcedure
  .input(revokeTokenInput)
  .output(revokeTokenOutput)
  .mutation(async ({ ctx, input }) => {
    await revoke(ctx.store, { id: input.id, caller: ctx.caller, now: ctx.now() });
    return { done: true };
  });
