import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ProgramResult, runProgram } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import { writeFileSynced } from '../configuration/write-file-durably.ts';
import type { HeldUnit, Settlement } from './held-supervisor.ts';

/** How systemd is reached; tests give a recorded one. */
export interface Systemd {
  /** systemctl(1) with these arguments. */
  systemctl: (...argv: string[]) => Promise<ProgramResult>;
  /** Directory of unit files until the next boot, and of those that stay (systemd.unit(5)). */
  runtime: string;
  lasting: string;
}

const jobDeadlineMs = 20_000;

export const hostSystemd: Systemd = {
  systemctl: (...argv) => runProgram(['systemctl', '--no-ask-password', ...argv], { deadlineMs: jobDeadlineMs }),
  runtime: '/run/systemd/system',
  lasting: '/etc/systemd/system',
};

/** A condition that never holds: the root directory always exists. A unit with it is skipped, whoever starts it. */
const neverStarts = '[Unit]\nConditionPathExists=!/\n';

const dropInText = (why: string, body: string): string => `# Written by Godwit: ${why}.\n${body}`;

/** Where the drop-in of a run lies; a mask would not do: one below /run has no power over a unit file below /etc. */
export const dropInOf = ({ runtime }: Systemd, unit: string, runId: string): string =>
  path.join(runtime, `${unit}.d`, `zz-godwit-${runId}.conf`);

/** Where the drop-in lies that keeps a unit from starting after its workload was moved away. */
export const awayFileOf = ({ lasting }: Systemd, unit: string): string =>
  path.join(lasting, `${unit}.d`, 'zz-godwit-moved.conf');

/** Takes the restart of a unit away, and looks whether systemd heeds that. Throws `command-refused`. */
export const holdUnit = async (systemd: Systemd, { name, dropIn }: HeldUnit): Promise<void> => {
  mkdirSync(path.dirname(dropIn), { recursive: true });
  writeFileSync(
    dropIn,
    dropInText('the unit is being moved; removed when the run ends', `${neverStarts}[Service]\nRestart=no\n`),
  );
  await reload(systemd, name);
  const { Restart } = await showUnit(systemd, name, 'Restart');
  if (Restart !== 'no') throw refused(name, `systemd still says Restart=${Restart ?? 'nothing'}`);
};

/** After an abort: the unit is as it was. */
export const releaseUnit = async (systemd: Systemd, { name, dropIn }: HeldUnit): Promise<Settlement> => {
  if (!existsSync(dropIn)) return { done: true, words: `${name} is as it was.` };
  removeDropIn(dropIn);
  await reload(systemd, name);
  return { done: true, words: `${name} has its restart again.` };
};

/** After the commit: the unit starts nothing here, also after a reboot, until the workload comes back. */
export const endUnit = async (systemd: Systemd, { name, dropIn }: HeldUnit): Promise<Settlement> => {
  const away = awayFileOf(systemd, name);
  mkdirSync(path.dirname(away), { recursive: true });
  writeFileSynced(
    away,
    dropInText('its workload was moved to another host; remove this file to let it start', neverStarts),
  );
  removeDropIn(dropIn);
  await reload(systemd, name);
  await systemd.systemctl('reset-failed', name);
  return { done: true, words: `${name} starts nothing here any more, also after a reboot: ${away}.` };
};

/** Removes a drop-in, and its directory when nothing else is in it. */
export const removeDropIn = (file: string): void => {
  rmSync(file, { force: true });
  const directory = path.dirname(file);
  if (existsSync(directory) && readdirSync(directory).length === 0) rmdirSync(directory);
};

/** Makes systemd read its unit files again. Throws `command-refused`. */
export const reload = async ({ systemctl }: Systemd, unit: string): Promise<void> => {
  const { code, stderr } = await systemctl('daemon-reload');
  if (code !== 0)
    throw refused(unit, `systemctl daemon-reload ended with ${code ?? 'no start'}: ${stderr.slice(0, 300)}`);
};

/** Properties of a unit as `systemctl show` prints them. Throws `command-refused`. */
export const showUnit = async (
  { systemctl }: Systemd,
  unit: string,
  ...properties: string[]
): Promise<Record<string, string>> => {
  const { code, stdout, stderr } = await systemctl('show', `--property=${properties.join(',')}`, '--', unit);
  if (code !== 0) throw refused(unit, `systemctl show ended with ${code ?? 'no start'}: ${stderr.slice(0, 300)}`);
  const pairs = stdout.split('\n').map((line) => /^(\w+)=(.*)$/.exec(line));
  return Object.fromEntries(pairs.filter((pair) => pair !== null).map(([, key, value]) => [key, value]));
};

const refused = (unit: string, seen: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `The restart of ${unit} could not be taken away: ${seen}. Without that the source would start a second time.`,
    remedy: 'Look at the unit with systemctl status, then start the run again.',
  });
