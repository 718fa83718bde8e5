import type { Database } from '../connection/database.ts';
import type { Enrolment } from '../generated/client.ts';

export type EnrolmentRecord = Enrolment;

export interface NewEnrolment {
  id: string;
  name: string | null;
  tokenHash: string;
  createdBy: string;
  expiresAt: Date;
}

export const createEnrolment = async (database: Database, enrolment: NewEnrolment): Promise<void> => {
  await database.enrolment.create({ data: enrolment });
};

export const findEnrolment = (database: Database, id: string): Promise<EnrolmentRecord | null> =>
  database.enrolment.findUnique({ where: { id } });

/** Uses a one-time token up. Null when there is none such, it was used before, or it is too old. */
export const spendEnrolment = async (
  database: Database,
  { tokenHash, hostId, now }: { tokenHash: string; hostId: string; now: Date },
): Promise<EnrolmentRecord | null> => {
  const { count } = await database.enrolment.updateMany({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now, hostId },
  });
  return count === 0 ? null : database.enrolment.findUnique({ where: { tokenHash } });
};

/** Looks without using it up. */
export const findSpendableEnrolment = (
  database: Database,
  { tokenHash, now }: { tokenHash: string; now: Date },
): Promise<EnrolmentRecord | null> =>
  database.enrolment.findFirst({ where: { tokenHash, usedAt: null, expiresAt: { gt: now } } });
