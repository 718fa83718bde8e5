import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone: every tool resolves its paths from here, so it does not matter where it is called from. */
export const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** A path inside the clone. */
export function inRepository(...segments) {
  return path.join(repositoryRoot, ...segments);
}

/**
 * Whether `npm ci` has to run: npm writes node_modules/.package-lock.json last, so its age tells
 * whether an installation finished after the lock file was last changed.
 */
export function needsInstallation(root = repositoryRoot) {
  const marker = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(marker)) return true;
  const lock = path.join(root, 'package-lock.json');
  if (statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return false;
  return !hasSamePackages(readJson(lock), readJson(marker));
}

// Git gives a checked-out lock file the time of the checkout, so age alone would reinstall after every branch switch.
function hasSamePackages(lock, installed) {
  const entries = Object.entries(lock.packages ?? {});
  return entries.every(([name, entry]) => {
    const found = installed.packages?.[name];
    if (name === '' || entry.link) return true;
    return found ? found.version === entry.version : Boolean(entry.optional || entry.peer || entry.devOptional);
  });
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
