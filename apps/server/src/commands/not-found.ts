import { GodwitError } from '@godwit/domain/errors';

/** What was asked for is not there. */
export const notFound = (what: string): GodwitError =>
  new GodwitError({
    code: 'not-found',
    message: `There is no such ${what} here.`,
    remedy: 'It may have been removed, or the address was copied only in part. Go back to the list.',
  });

/** The value, or `not-found`. */
export const required = <T>(value: T | null | undefined, what: string): T => {
  if (value === null || value === undefined) throw notFound(what);
  return value;
};

export const checkpointRemoved = (): GodwitError =>
  new GodwitError({
    code: 'not-found',
    message: 'The images of this checkpoint were removed.',
    remedy: 'Choose another checkpoint, or dump the workload anew.',
  });
