import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { collectHostHere } from '../host/collect-bundle.ts';
import { printJson } from '../reporters/json.ts';
import { printLines, type Style, styled } from '../reporters/text.ts';
import { type DoctorCheck, doctorChecks } from './doctor-checks.ts';

export interface DoctorOptions {
  criu?: string;
  json?: boolean;
  /** Try it, instead of only looking: see doctor-probes.ts. */
  probes?: boolean;
  /** Ids of probes, comma-separated. */
  only?: string;
}

const styles: Record<DoctorCheck['state'], Style> = { ok: 'green', missing: 'red', unknown: 'yellow', note: 'dim' };

const checkLines = ({ name, state, seen, remedy }: DoctorCheck): string[] => [
  `${styled(styles[state], state.padEnd(8))} ${name.padEnd(18)} ${seen}`,
  ...(remedy === null ? [] : [`${' '.repeat(28)}${remedy}`]),
];

/** Says what this host can do and what it lacks. Exit 0 when all is there, 1 when something is missing, 2 when unknown. */
export const doctor = async (options: DoctorOptions): Promise<ExitCode> => {
  if (options.probes) return (await import('./doctor-probes.ts')).doctorProbes(options);
  const host = await collectHostHere({ criu: options.criu, toolVersions: true });
  const checks = doctorChecks(host);
  if (options.json) printJson({ version: 1, checks, host });
  else printLines([`Host ${host.hostname}`, '', ...checks.flatMap(checkLines)]);
  if (checks.some((check) => check.state === 'missing')) return exitCodes.refused;
  return checks.some((check) => check.state === 'unknown') ? exitCodes.undetermined : exitCodes.ok;
};
