import { existsSync, readdirSync } from 'node:fs';
import { readText } from '../procfs/read-text.ts';

/** Unit directories in systemd's order of precedence (systemd.unit(5)). */
const directories = [
  '/etc/systemd/system.control',
  '/run/systemd/system.control',
  '/run/systemd/transient',
  '/run/systemd/generator.early',
  '/etc/systemd/system',
  '/etc/systemd/system.attached',
  '/run/systemd/system',
  '/run/systemd/system.attached',
  '/run/systemd/generator',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
  '/run/systemd/generator.late',
];

/** `getty@tty1.service` is made from `getty@.service`. */
const namesOf = (unit: string): string[] => {
  const template = unit.replace(/@.+(\.[a-z]+)$/, '@$1');
  return template === unit ? [unit] : [unit, template];
};

const dropInNames = (directory: string): string[] =>
  existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.conf')) : [];

/** Drop-ins of one unit: by file name, where a name of a stronger directory hides the same of a weaker one. */
const dropIns = (unit: string): string[] => {
  const found = new Map<string, string>();
  for (const name of [...namesOf(unit), 'service']) {
    for (const directory of directories) {
      for (const file of dropInNames(`${directory}/${name}.d`)) {
        if (!found.has(file)) found.set(file, `${directory}/${name}.d/${file}`);
      }
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
};

/** The texts that make up a unit, the main file first. Throws when no file of it can be found or read. */
export const readUnitFiles = (unit: string): string[] => {
  const paths = namesOf(unit).flatMap((name) => directories.map((directory) => `${directory}/${name}`));
  const main = paths.find((path) => existsSync(path));
  if (main === undefined) throw new Error(`no unit file of ${unit} was found`);
  return [main, ...dropIns(unit)].map(readText);
};
