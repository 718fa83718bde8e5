import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { programEnvironment } from '../program/program-environment.ts';

export interface CriuThroughRuntime {
  /** A directory of this run alone. */
  dir: string;
  criuPath: string;
  actionScript: string | null;
  /** Options of the plan, checked against the list of permitted ones; those the runtime has a flag for are its own. */
  options: readonly string[];
}

/** Options for which runc has a flag. It always sends these to CRIU, set or not, and so outweighs the configuration file. */
const flags = new Set(['--tcp-established', '--ext-unix-sk', '--shell-job', '--file-locks']);

export const runtimeFlags = (options: readonly string[]): string[] => options.filter((option) => flags.has(option));

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A line of CRIU's configuration file: the option without its dashes, a blank, its value (criu(8), since 3.11). */
const toLine = (option: string): string => option.replace(/^--/, '').replace('=', ' ');

/**
 * Makes a runtime start our CRIU with our action script, without a file of the host being touched: CRIU reads the file
 * that CRIU_CONFIG_FILE names (criu(8)), and the runtime finds a `criu` on PATH that sets it.
 *
 * @returns the environment in which the runtime is to be started
 */
export const prepareCriuThroughRuntime = (parts: CriuThroughRuntime): Record<string, string> => {
  const { dir, criuPath, actionScript, options } = parts;
  const bin = path.join(dir, 'bin');
  mkdirSync(bin, { recursive: true, mode: 0o700 });
  const file = path.join(dir, 'criu.conf');
  const own = options.filter((option) => !flags.has(option)).map(toLine);
  const lines = [...(actionScript === null ? [] : [`action-script ${actionScript}`]), ...own];
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  const script = `#!/bin/sh\nexport CRIU_CONFIG_FILE=${quote(file)}\nexec ${quote(criuPath)} "$@"\n`;
  writeFileSync(path.join(bin, 'criu'), script, { mode: 0o700 });
  return { PATH: `${bin}:${programEnvironment.PATH}` };
};
