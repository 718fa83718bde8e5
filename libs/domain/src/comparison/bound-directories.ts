import type { UnixSocket } from '../facts/index.ts';
import { directoryOf } from './compared-files.ts';
import { ownNames } from './unix-names.ts';

export interface BoundDirectory {
  directory: string;
  /** One socket bound in it, and its holder. */
  path: string;
  pid: number;
}

/**
 * Directories in which sockets of the tree are bound by absolute path, each once. Abstract names need no directory, and
 * accepted connections, which repeat the name of their listener, bind nothing.
 */
export const boundDirectories = (sockets: UnixSocket[]): BoundDirectory[] => {
  const found = ownNames(sockets).flatMap(({ name, pid }) =>
    name.startsWith('/') ? [{ directory: directoryOf(name), path: name, pid }] : [],
  );
  return [...new Map(found.map((bound) => [bound.directory, bound])).values()];
};
