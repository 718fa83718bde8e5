import { type ExplanationOutcome, explainLog } from '@godwit/domain/explanation';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type LogFile, readLogFile } from '../host/log-file.ts';
import { printJson } from '../reporters/json.ts';
import { reportNoInput } from '../reporters/report-no-input.ts';
import { printLines } from '../reporters/text.ts';
import { explanationLines } from '../reporters/text-explanation.ts';

export interface ExplainOptions {
  file: string;
  json?: boolean;
}

const codes: Record<ExplanationOutcome, ExitCode> = {
  explained: exitCodes.ok,
  succeeded: exitCodes.ok,
  unknown: exitCodes.undetermined,
  unfinished: exitCodes.undetermined,
  'no-log': exitCodes.badData,
};

/** Finds the true cause in a log of CRIU. Exit 0 explained, 2 unknown cause, 65 no log of CRIU, 66 no such file. */
export const explain = async ({ file, json }: ExplainOptions): Promise<ExitCode> => {
  let log: LogFile;
  try {
    log = readLogFile(file);
  } catch (error) {
    return reportNoInput(file, error, json === true);
  }
  const explanation = explainLog(log.text);
  if (json) printJson({ version: 1, file, isCut: log.isCut, ...explanation });
  else printLines(explanationLines(explanation, log.isCut));
  return codes[explanation.outcome];
};
