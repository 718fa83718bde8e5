import type { OpenFd } from '../facts/index.ts';

/** A file and one descriptor of the tree that holds a lock on it. */
export interface LockedFile {
  path: string;
  pid: number;
  fd: number;
  /** A lock that suffers no other one beside it. */
  exclusive: boolean;
}

const isExclusive = ({ access }: OpenFd['locks'][number]): boolean => access.toUpperCase().includes('WRITE');

/** Files that still have their name and on which a descriptor of the tree holds a lock, each once. */
export const lockedFiles = (fds: readonly (OpenFd & { pid: number })[]): LockedFile[] => {
  const found = fds
    .filter(({ locks, identity }) => locks.length > 0 && identity?.state === 'linked')
    .map(({ pid, fd, link, identity, locks }) => ({
      path: identity?.path ?? link,
      pid,
      fd,
      exclusive: locks.some(isExclusive),
    }));
  return [...new Map(found.map((locked) => [locked.path, locked])).values()];
};
