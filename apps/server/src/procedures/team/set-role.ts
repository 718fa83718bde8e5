import { setRole as change } from '../../commands/set-role.ts';
import { adminProcedure } from '../trpc.ts';
import { setRoleInput, setRoleOutput } from './set-role.schema.ts';

/** Counts from the person's next request on. */
export const setRole = adminProcedure
  .input(setRoleInput)
  .output(setRoleOutput)
  .mutation(async ({ ctx, input }) => {
    await change(ctx.store, { ...input, caller: ctx.caller });
    return { done: true };
  });
