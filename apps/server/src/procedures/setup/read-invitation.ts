import { findOpenInvitation } from '@godwit/history-store';
import { invitationSpent } from '../../commands/accept-invitation.ts';
import { roles } from '../../policies/roles.ts';
import { presentTime } from '../../presenters/present-time.ts';
import { hashSecret } from '../../state/secrets.ts';
import { publicProcedure } from '../trpc.ts';
import { readInvitationInput, readInvitationOutput } from './read-invitation.schema.ts';

/** What an invitation offers, before it is accepted. */
export const readInvitation = publicProcedure
  .input(readInvitationInput)
  .output(readInvitationOutput)
  .query(async ({ ctx, input }) => {
    const secretHash = hashSecret(input.secret);
    const found = await findOpenInvitation(ctx.store.database, { secretHash, purpose: 'member', now: ctx.now() });
    if (found === null || found.email === null) throw invitationSpent();
    const role = roles.find((known) => known === found.role) ?? 'viewer';
    return { email: found.email, role, expiresAt: presentTime(found.expiresAt) };
  });
