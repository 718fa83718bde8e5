import type { Database } from '../connection/database.ts';
import type { Invitation } from '../generated/client.ts';

export type InvitationRecord = Invitation;
export type InvitationPurpose = 'first-admin' | 'member';

export interface NewInvitation {
  id: string;
  secretHash: string;
  purpose: InvitationPurpose;
  email: string | null;
  role: string;
  createdBy: string;
  expiresAt: Date;
}

export const createInvitation = async (database: Database, invitation: NewInvitation): Promise<void> => {
  await database.invitation.create({ data: invitation });
};

/** The invitation with this secret if it can still be used. */
export const findOpenInvitation = (
  database: Database,
  { secretHash, purpose, now }: { secretHash: string; purpose: InvitationPurpose; now: Date },
): Promise<InvitationRecord | null> =>
  database.invitation.findFirst({ where: { secretHash, purpose, usedAt: null, expiresAt: { gt: now } } });

/** Uses an invitation up. False when somebody else was faster. */
export const spendInvitation = async (database: Database, id: string, now: Date): Promise<boolean> => {
  const { count } = await database.invitation.updateMany({ where: { id, usedAt: null }, data: { usedAt: now } });
  return count === 1;
};

export const listOpenInvitations = (database: Database, now: Date): Promise<InvitationRecord[]> =>
  database.invitation.findMany({
    where: { purpose: 'member', usedAt: null, expiresAt: { gt: now } },
    orderBy: { createdAt: 'desc' },
  });

/** Makes every unused set-up link worthless: a new one replaces them, and after the first administrator none counts. */
export const dropSetupLinks = async (database: Database, now: Date): Promise<void> => {
  await database.invitation.updateMany({ where: { purpose: 'first-admin', usedAt: null }, data: { usedAt: now } });
};
