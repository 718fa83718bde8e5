import { readdirSync, readFileSync } from 'node:fs';
import { identify, killProcess } from './process-identity.mjs';

/**
 * Ends what an installation of the same name left when its test was killed: server, agents and hold processes that work on
 * its folders.
 *
 * @param {string[]} folders absolute paths, as they stand in command lines or in GODWIT_STATE_DIR
 */
export function endLeftovers(folders) {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (Number(pid) !== process.pid && worksOn(pid, folders)) killProcess(identify(Number(pid)));
  }
}

function worksOn(pid, folders) {
  const words = readWords(`/proc/${pid}/cmdline`);
  if (!words.some((word) => /apps\/(agent|server)\/dist\/(agent|hold|main)\.js$/.test(word))) return false;
  const variables = readWords(`/proc/${pid}/environ`).filter((entry) => entry.startsWith('GODWIT_STATE_DIR='));
  const places = [...words, ...variables.map((entry) => entry.slice('GODWIT_STATE_DIR='.length))];
  return places.some((place) => folders.some((folder) => place === folder || place.startsWith(`${folder}/`)));
}

function readWords(file) {
  try {
    return readFileSync(file, 'utf8').split('\0').filter(Boolean);
  } catch {
    return [];
  }
}
