import { acceptInvitation as accept } from '../../commands/accept-invitation.ts';
import { publicProcedure } from '../trpc.ts';
import { acceptInvitationInput, acceptInvitationOutput } from './accept-invitation.schema.ts';

/** Makes the account that an invitation offers, once. */
export const acceptInvitation = publicProcedure
  .input(acceptInvitationInput)
  .output(acceptInvitationOutput)
  .mutation(async ({ ctx, input }) => {
    await accept(ctx.store, input, ctx.now());
    return { done: true };
  });
