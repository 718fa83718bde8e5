import { existsSync, readFileSync } from 'node:fs';
import { systemPath } from './system-path.mjs';

const packages = JSON.parse(readFileSync(new URL('./system-packages.json', import.meta.url), 'utf8'));

/** Debian packages of which the lab misses the program: `needed` ones stop it, others only some workloads or tests. */
export function listMissingPrograms() {
  return packages.filter(({ binary }) => !findProgram(binary));
}

/** Throws with the command that mends it when the lab cannot be made on this machine. */
export function requirePrograms() {
  const missing = listMissingPrograms().filter((one) => one.needed);
  if (missing.length === 0) return;
  const programs = missing.map((one) => one.binary).join(', ');
  const install = `apt-get install ${missing.map((one) => one.package).join(' ')}`;
  throw new Error(`The lab needs ${programs}, not found on this machine. Install it, on Debian by: ${install}`);
}

/** @returns {string | undefined} where a system program lies; directories of the calling user are not looked at */
export function findProgram(name) {
  const candidates = systemPath.split(':').map((dir) => `${dir}/${name}`);
  return candidates.find((file) => existsSync(file));
}
