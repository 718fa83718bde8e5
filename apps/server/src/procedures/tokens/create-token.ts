import { createToken as create } from '../../commands/create-token.ts';
import { adminProcedure } from '../trpc.ts';
import { createTokenInput, createTokenOutput } from './create-token.schema.ts';

/** Makes a token for scripts; it is shown this once. */
export const createToken = adminProcedure
  .input(createTokenInput)
  .output(createTokenOutput)
  .mutation(({ ctx, input }) => create(ctx.store, { ...input, caller: ctx.caller, now: ctx.now() }));
