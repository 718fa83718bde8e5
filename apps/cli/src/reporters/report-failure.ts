import { toErrorReport } from '@godwit/domain/errors';
import { type ExitCode, exitCodeOfError } from '../exit-codes.ts';

/** Prints a failure, as JSON on standard output or as text on standard error, and returns the exit code for it. */
export const reportFailure = (error: unknown, json: boolean): ExitCode => {
  const report = toErrorReport(error);
  if (json) process.stdout.write(`${JSON.stringify({ version: 1, error: report }, null, 2)}\n`);
  else process.stderr.write(`${report.message}\n${report.remedy}\n`);
  return exitCodeOfError(report.code);
};
