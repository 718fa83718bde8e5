import { type FilePlan, stagedRoots } from './file-plan.ts';

/** Whether a path is another one, or lies somewhere below it. */
export const isBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);

/**
 * Whether a path will be on the destination because of what is staged: as such, in a data directory, or as a directory that is
 * made on the way.
 *
 * @param staged roots that the destination was seen to have; undefined while it is only planned
 */
export const isCovered = (path: string, plan: FilePlan, staged?: readonly string[]): boolean =>
  stagedRoots(plan)
    .filter((root) => staged === undefined || (root.kind !== 'missing' && staged.includes(root.path)))
    .some(
      ({ path: root, kind }) => path === root || isBelow(root, path) || (kind === 'directory' && isBelow(path, root)),
    );
