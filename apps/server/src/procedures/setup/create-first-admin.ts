import { createFirstAdmin as create } from '../../commands/create-first-admin.ts';
import { publicProcedure } from '../trpc.ts';
import { createFirstAdminInput, createFirstAdminOutput } from './create-first-admin.schema.ts';

/** Answers the set-up link: makes the first administrator, once. */
export const createFirstAdmin = publicProcedure
  .input(createFirstAdminInput)
  .output(createFirstAdminOutput)
  .mutation(async ({ ctx, input }) => {
    await create(ctx.store, input, ctx.now());
    return { done: true };
  });
