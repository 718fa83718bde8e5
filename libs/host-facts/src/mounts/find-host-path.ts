import { statSync } from 'node:fs';
import { answersLookups } from './answers-lookups.ts';
import type { FullMount } from './read-mounts.ts';

const inside = (path: string, root: string): boolean => root === '/' || path === root || path.startsWith(`${root}/`);

const below = (mountPoint: string, rest: string): string => {
  if (rest === '' || rest === '/') return mountPoint;
  return `${mountPoint === '/' ? '' : mountPoint}${rest.startsWith('/') ? rest : `/${rest}`}`;
};

const identity = (path: string): string | null => {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`;
};

const sameFile = (left: string, right: string): boolean => {
  try {
    const found = identity(left);
    return found !== null && found === identity(right);
  } catch {
    return false;
  }
};

/** The host's mounts of one filesystem that show at least what the given mount shows, widest view and shortest path first. */
const candidates = (mount: FullMount, host: readonly FullMount[]): string[] =>
  host
    .filter(({ dev, root }) => dev === mount.dev && inside(mount.root, root))
    .map(({ mountPoint, root }) => below(mountPoint, root === '/' ? mount.root : mount.root.slice(root.length)))
    .sort((left, right) => left.length - right.length);

/**
 * A path in this process's mount namespace that leads to the root of a mount of another namespace. `seenAs` is the way to
 * that root through /proc/PID/root, or null when nothing leads there. Null when there is none.
 */
export const findHostPath = (mount: FullMount, host: readonly FullMount[], seenAs: string | null): string | null => {
  const paths = candidates(mount, host);
  if (!answersLookups(mount.filesystem)) return paths[0] ?? null;
  // A mount nothing leads to in its own namespace cannot be compared: then only a path that surely shows it counts.
  if (seenAs === null) return null;
  return paths.find((path) => sameFile(path, seenAs)) ?? null;
};
