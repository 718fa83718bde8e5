import { readRetention as read } from '@godwit/history-store';
import { viewerProcedure } from '../trpc.ts';
import { readRetentionOutput } from './read-retention.schema.ts';

/** How long kept checkpoints stay. */
export const readRetention = viewerProcedure.output(readRetentionOutput).query(({ ctx }) => read(ctx.store.database));
