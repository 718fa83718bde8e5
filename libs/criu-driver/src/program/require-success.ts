import { type ErrorCode, GodwitError } from '@godwit/domain/errors';
import { type ProgramOptions, runProgram } from './run-program.ts';

/** What a person reads when the program fails: what was tried, and what to do. */
export interface ProgramPurpose {
  /** Completes "Could not ...". */
  purpose: string;
  remedy: string;
  code?: ErrorCode;
}

/** Runs a program that must succeed and gives what it printed. Throws `command-refused`, or the code of `why`. */
export const requireSuccess = async (
  argv: readonly string[],
  why: ProgramPurpose,
  options: ProgramOptions = {},
): Promise<string> => {
  const result = await runProgram(argv, options);
  if (result.code === 0) return result.stdout;
  const ended = result.timedOut ? 'did not end in time' : `ended with ${result.code ?? result.signal ?? 'no start'}`;
  const said = (result.stderr || result.stdout).trim().slice(0, 1000);
  throw new GodwitError({
    code: why.code ?? 'command-refused',
    message: `Could not ${why.purpose}: ${argv[0]} ${ended}${said ? ` and said: ${said}` : ''}.`,
    remedy: why.remedy,
  });
};
