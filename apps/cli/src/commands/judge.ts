import { type JudgeInput, judge, type Purpose } from '@godwit/domain/verdict';
import { type ExitCode, exitCodeOfVerdict } from '../exit-codes.ts';
import { readBundle } from '../host/bundle-file.ts';
import { printJson } from '../reporters/json.ts';
import { printLines } from '../reporters/text.ts';
import { verdictLines } from '../reporters/text-verdict.ts';

export interface JudgeOptions {
  bundle: string;
  for?: Purpose;
  destination?: string;
  serviceAddress?: string;
  json?: boolean;
}

/** Judges and prints; the exit code tells the verdict. */
export const reportVerdict = (input: JudgeInput, json: boolean): ExitCode => {
  const verdict = judge(input);
  if (json) printJson(verdict);
  else printLines(verdictLines(verdict, input.source.tree?.rootPid ?? 0));
  return exitCodeOfVerdict(verdict.verdict);
};

/** Judges a saved bundle: for a move when there is a destination, else for dump and restore on its own host. */
export const judgeBundle = async (options: JudgeOptions): Promise<ExitCode> => {
  const destination = options.destination === undefined ? undefined : readBundle(options.destination);
  const purpose = options.for ?? (destination === undefined ? 'here' : 'move');
  const input = { source: readBundle(options.bundle), destination, purpose, serviceAddress: options.serviceAddress };
  return reportVerdict(input, options.json === true);
};
