import { countUsers } from '@godwit/history-store';
import { publicProcedure } from '../trpc.ts';
import { readSetupStateOutput } from './read-setup-state.schema.ts';

export const readSetupState = publicProcedure
  .output(readSetupStateOutput)
  .query(async ({ ctx }) => ({ needsFirstAdmin: (await countUsers(ctx.store.database)) === 0 }));
