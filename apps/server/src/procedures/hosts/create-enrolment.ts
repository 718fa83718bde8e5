import { asActor } from '../../commands/actor.ts';
import { offerEnrolment } from '../../commands/offer-enrolment.ts';
import { presentTime } from '../../presenters/present-time.ts';
import { adminProcedure } from '../trpc.ts';
import { createEnrolmentInput, createEnrolmentOutput } from './create-enrolment.schema.ts';

/** Makes a one-time token and the command that a host joins with. */
export const createEnrolment = adminProcedure
  .input(createEnrolmentInput)
  .output(createEnrolmentOutput)
  .mutation(async ({ ctx, input }) => {
    const offer = await offerEnrolment(ctx, { name: input.name ?? null, actor: asActor(ctx.caller) });
    return { id: offer.id, command: offer.command, expiresAt: presentTime(offer.expiresAt) };
  });
