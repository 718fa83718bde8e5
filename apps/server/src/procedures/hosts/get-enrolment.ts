import { findEnrolment } from '@godwit/history-store';
import { required } from '../../commands/not-found.ts';
import { adminProcedure } from '../trpc.ts';
import { getEnrolmentInput, getEnrolmentOutput } from './get-enrolment.schema.ts';

/** Whether the host has come. */
export const getEnrolment = adminProcedure
  .input(getEnrolmentInput)
  .output(getEnrolmentOutput)
  .query(async ({ ctx, input }) => {
    const { usedAt, hostId, expiresAt } = required(await findEnrolment(ctx.store.database, input.id), 'enrolment');
    if (usedAt !== null) return { state: 'used', hostId };
    return { state: expiresAt > ctx.now() ? 'waiting' : 'expired', hostId: null };
  });
