import { listOpenInvitations, listUsers } from '@godwit/history-store';
import { type Role, roles } from '../../policies/roles.ts';
import { presentTime } from '../../presenters/present-time.ts';
import { adminProcedure } from '../trpc.ts';
import { listMembersOutput } from './list-members.schema.ts';

export const listMembers = adminProcedure.output(listMembersOutput).query(async ({ ctx }) => {
  const members = await listUsers(ctx.store.database);
  const invitations = await listOpenInvitations(ctx.store.database, ctx.now());
  return {
    members: members.map(({ id, email, name, role, createdAt }) => ({
      id,
      email,
      name,
      role: knownRole(role),
      createdAt: presentTime(createdAt),
    })),
    invitations: invitations.map(({ id, email, role, expiresAt }) => ({
      id,
      email: email ?? '',
      role: knownRole(role),
      expiresAt: presentTime(expiresAt),
    })),
  };
});

const knownRole = (role: string): Role => roles.find((known) => known === role) ?? 'viewer';
