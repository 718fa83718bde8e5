import { readSurroundings } from '../../queries/read-surroundings.ts';
import { viewerProcedure } from '../trpc.ts';
import { surroundingsInput, surroundingsOutput } from './surroundings.schema.ts';

export const surroundings = viewerProcedure
  .input(surroundingsInput)
  .output(surroundingsOutput)
  .query(({ ctx, input }) => readSurroundings(ctx, input.preflightId));
