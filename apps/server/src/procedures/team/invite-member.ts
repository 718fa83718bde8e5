import { inviteMember as invite } from '../../commands/invite-member.ts';
import { presentTime } from '../../presenters/present-time.ts';
import { adminProcedure } from '../trpc.ts';
import { inviteMemberInput, inviteMemberOutput } from './invite-member.schema.ts';

/** Makes a link that a person can join with, once. */
export const inviteMember = adminProcedure
  .input(inviteMemberInput)
  .output(inviteMemberOutput)
  .mutation(async ({ ctx, input }) => {
    const { link, expiresAt } = await invite(ctx, { ...input, caller: ctx.caller });
    return { link, expiresAt: presentTime(expiresAt) };
  });
