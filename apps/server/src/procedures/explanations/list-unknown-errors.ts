import { listUnknownErrors as list } from '@godwit/history-store';
import { presentUnknownError } from '../../presenters/present-unknown-error.ts';
import { operatorProcedure } from '../trpc.ts';
import { listUnknownErrorsOutput } from './list-unknown-errors.schema.ts';

const limit = 200;

/** Errors that were kept because nothing explains them; an error's text may name a path, so viewers do not see them. */
export const listUnknownErrors = operatorProcedure
  .output(listUnknownErrorsOutput)
  .query(async ({ ctx }) => (await list(ctx.store.database, limit)).map(presentUnknownError));
