import type { OpenFd } from '../facts/index.ts';

/** A file and one descriptor of the tree that holds a lock on it. */
export interface LockedFile {
  path: string;
  pid: number;
  fd: number;
}

/** Files that still have their name and on which a descriptor of the tree holds a lock, each once. */
export const lockedFiles = (fds: readonly (OpenFd & { pid: number })[]): LockedFile[] => {
  const found = fds
    .filter(({ locks, identity }) => locks.length > 0 && identity?.state === 'linked')
    .map(({ pid, fd, link, identity }) => ({ path: identity?.path ?? link, pid, fd }));
  return [...new Map(found.map((locked) => [locked.path, locked])).values()];
};
