import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** All mount points of this process's mount namespace (field 5 of /proc/self/mountinfo, proc_pid_mountinfo(5)). */
export function listMountPoints() {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => unescapeOctal(line.split(' ')[4]));
}

export function isMountPoint(dir) {
  return listMountPoints().includes(dir);
}

/** Mount points at or below a directory, deepest first. */
export function listMountPointsBelow(dir) {
  const below = listMountPoints().filter((point) => point === dir || point.startsWith(`${dir}/`));
  return below.sort((one, other) => other.length - one.length);
}

/**
 * The given paths that would be missing in a lab host: its root shows the machine's root file system alone, with fresh
 * directories in place of /tmp and the like. These paths must be mounted into it one by one.
 */
export function listHiddenPaths(paths, replacedDirs) {
  const rootDevice = statSync('/').dev;
  const hidden = paths.filter(
    (one) => statSync(one).dev !== rootDevice || replacedDirs.some((dir) => isBelow(one, dir)),
  );
  return [...new Set(hidden)];
}

function isBelow(file, dir) {
  return !path.relative(dir, file).startsWith('..');
}

/** Blanks and the like are written as \040 in mountinfo. */
function unescapeOctal(text) {
  return text.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)));
}
