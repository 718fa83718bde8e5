import type { UnixSocket } from '../facts/index.ts';
import { directoryOf } from './compared-files.ts';

export interface BoundDirectory {
  directory: string;
  /** One socket bound in it, and its holder. */
  path: string;
  pid: number;
}

/** Directories in which sockets of the tree are bound by absolute path, each once. Abstract names need no directory. */
export const boundDirectories = (sockets: UnixSocket[]): BoundDirectory[] => {
  const found = sockets.flatMap(({ name, pids }) =>
    name?.startsWith('/') ? [{ directory: directoryOf(name), path: name, pid: Math.min(...pids) }] : [],
  );
  return [...new Map(found.map((bound) => [bound.directory, bound])).values()];
};
