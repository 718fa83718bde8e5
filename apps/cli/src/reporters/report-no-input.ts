import { GodwitError } from '@godwit/domain/errors';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { reportFailure } from './report-failure.ts';

/** Reports a file or directory that cannot be opened, and returns the exit code for it. */
export const reportNoInput = (path: string, error: unknown, json: boolean): ExitCode => {
  const seen = error instanceof Error ? error.message : String(error);
  const report = new GodwitError({
    code: 'not-found',
    message: `${path} cannot be read (${seen}), so there is nothing to tell about it.`,
    remedy: 'Look whether the path is right and may be read; images and logs of CRIU usually belong to root.',
  });
  reportFailure(report, json);
  return exitCodes.noInput;
};
