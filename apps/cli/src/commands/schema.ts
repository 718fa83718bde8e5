import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printJson } from '../reporters/json.ts';
import { verdictJsonSchema } from '../reporters/verdict-json-schema.ts';

/** Prints the published schema of the JSON that preflight and judge print. */
export const printSchema = async (): Promise<ExitCode> => {
  printJson(verdictJsonSchema());
  return exitCodes.ok;
};
