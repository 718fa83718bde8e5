import { gradeRuns } from '../../queries/grade-runs.ts';
import { viewerProcedure } from '../trpc.ts';
import { readAccuracyOutput } from './read-accuracy.schema.ts';

/** How often the preflights of this installation were right, by the runs that were really made. */
export const readAccuracy = viewerProcedure
  .output(readAccuracyOutput)
  .query(({ ctx }) => gradeRuns(ctx.store.database));
