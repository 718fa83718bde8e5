import type { OpenFd } from '../facts/index.ts';

/** A path that a descriptor of the tree watches. */
export interface WatchedPath {
  path: string;
  pid: number;
  fd: number;
}

/** Paths watched by inotify and fanotify descriptors of the tree, each once, as far as they could be resolved. */
export const watchedPaths = (fds: readonly (OpenFd & { pid: number })[]): WatchedPath[] => {
  const all = fds.flatMap(({ pid, fd, watches }) =>
    (watches ?? []).flatMap(({ path, kind }) =>
      // What is deleted already is refused before any move, and judged elsewhere.
      path?.startsWith('/') && kind === 'inode' && !path.endsWith(' (deleted)') ? [{ path, pid, fd }] : [],
    ),
  );
  return [...new Map(all.map((watched) => [watched.path, watched])).values()];
};
