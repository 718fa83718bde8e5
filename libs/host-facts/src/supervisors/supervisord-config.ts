import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readText } from '../procfs/read-text.ts';
import { parseUnitValues } from './parse-unit-file.ts';

/** Where supervisord looks when it was started without `-c` (its manual, "Configuration File"). */
const usualFiles = ['/etc/supervisord.conf', '/etc/supervisor/supervisord.conf'];

const configurationOf = (commandLine: readonly string[]): string | null => {
  const at = commandLine.findIndex((word) => word === '-c' || word === '--configuration');
  const joined = commandLine.find((word) => word.startsWith('--configuration='))?.slice('--configuration='.length);
  const named = at >= 0 ? commandLine[at + 1] : joined;
  if (named === undefined) return usualFiles.find((file) => existsSync(file)) ?? null;
  return named.startsWith('/') ? named : null;
};

/** Text of an INI file of supervisord, as systemd's parser reads it: without comments behind values. */
const includesOf = (file: string): string[] => {
  const text = readText(file).replace(/\s;.*$/gm, '');
  return parseUnitValues(text, 'include', 'files').flatMap((value) => value.split(/\s+/));
};

/**
 * A file that supervisord would read after its others, in which a program can be told not to start by itself; null when
 * its configuration includes no directory. Sections of the same name are merged, and the file read last wins; included
 * files are read in the order of their names (supervisor 4, options.py).
 */
export const findOverrideFile = (commandLine: readonly string[], program: string): string | null => {
  const configuration = configurationOf(commandLine);
  if (configuration === null || !/^[A-Za-z0-9_.-]+$/.test(program)) return null;
  for (const pattern of includesOf(configuration).reverse()) {
    const [, directory, suffix] =
      /^(.*)\/\*(\.[a-z]+)$/.exec(pattern.replace('%(here)s', dirname(configuration))) ?? [];
    if (directory === undefined || suffix === undefined || /[*?[\]%]/.test(directory)) continue;
    const absolute = directory.startsWith('/') ? directory : join(dirname(configuration), directory);
    if (existsSync(absolute)) return join(absolute, `zz-godwit-moved-${program}${suffix}`);
  }
  return null;
};
