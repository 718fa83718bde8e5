import { programTools } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import { type CapabilityMatrix, summariseMatrix } from '@godwit/domain/facts';
import { allProbes, rememberMatrix, runProbeSet } from '@godwit/probes';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findCriu } from '../host/find-criu.ts';
import { probesFolder } from '../host/probes-folder.ts';
import { printJson } from '../reporters/json.ts';
import { printLines } from '../reporters/text.ts';
import { probeLine, summaryLines } from '../reporters/text-matrix.ts';
import type { DoctorOptions } from './doctor.ts';

/**
 * Dumps and restores a small program for each kind of resource and tells what this host carries. Exit 0 when it carries what
 * nearly every program holds (or all that was named), 1 when it was seen not to, 2 when it was cancelled or some could not be
 * tried.
 */
export const doctorProbes = async ({ criu, json, only }: DoctorOptions): Promise<ExitCode> => {
  const criuPath = requireCriu(criu);
  const wanted = only?.split(',').map((id) => id.trim());
  const cancel = new AbortController();
  const abort = (): void => cancel.abort();
  for (const name of signals) process.once(name, abort);
  try {
    if (!json)
      printLines([
        `Probing ${criuPath} with ${wanted?.length ?? allProbes.length} small programs. Ctrl-C ends it.`,
        '',
      ]);
    const matrix = await runProbeSet({
      tools: programTools,
      criuPath,
      baseFolder: probesFolder(),
      signal: cancel.signal,
      ...(wanted === undefined ? {} : { only: wanted }),
      onResult: (result, done, total) => (json ? count(done, total) : printLines([probeLine(result, done, total)])),
    });
    rememberMatrix(probesFolder(), matrix);
    return wanted === undefined ? report(matrix, json === true) : reportSome(matrix, wanted, json === true);
  } finally {
    for (const name of signals) process.off(name, abort);
  }
};

const signals = ['SIGINT', 'SIGTERM'] as const;

const requireCriu = (named: string | undefined): string => {
  const path = findCriu(named);
  if (path !== null) return path;
  throw new GodwitError({
    code: 'criu-missing',
    message: 'No CRIU was found on PATH, so there is nothing to probe.',
    remedy: 'Install CRIU, or name one with --criu or GODWIT_CRIU.',
  });
};

/** Standard output holds the JSON alone; who watches sees a counter. */
const count = (done: number, total: number): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r${done}/${total}${done === total ? '\n' : ''}`);
};

/** Of some probes each one counts. */
const reportSome = (matrix: CapabilityMatrix, wanted: readonly string[], json: boolean): ExitCode => {
  if (json) printJson({ version: 1, matrix });
  const outcomes = matrix.results.map(({ outcome }) => outcome);
  if (outcomes.some((outcome) => outcome !== 'works' && outcome !== 'not-run')) return exitCodes.refused;
  return outcomes.length < wanted.length || outcomes.includes('not-run') ? exitCodes.undetermined : exitCodes.ok;
};

const report = (matrix: CapabilityMatrix, json: boolean): ExitCode => {
  const summary = summariseMatrix(matrix);
  if (json) printJson({ version: 1, summary, matrix });
  else printLines(summaryLines(matrix, summary));
  if (summary.missing.length > 0) return exitCodes.refused;
  return matrix.complete && summary.untried.length === 0 ? exitCodes.ok : exitCodes.undetermined;
};
