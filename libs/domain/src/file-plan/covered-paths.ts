import { type FilePlan, type FilePlanEntry, stagedRoots } from './file-plan.ts';

/** Whether a path is another one, or lies somewhere below it. */
export const isBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);

/**
 * How a path comes to be on the destination because of what is staged: `carried` as such or in a data directory, `on-the-way`
 * as a directory above that is made where there is none, and null when it does not.
 *
 * @param staged roots that the destination was seen to have; undefined while it is only planned
 */
export const howCovered = (
  path: string,
  plan: FilePlan,
  staged?: readonly string[],
): 'carried' | 'on-the-way' | null => {
  const roots = rootsThere(plan, staged);
  const carries = ({ path: root, kind }: FilePlanEntry): boolean =>
    path === root || (kind === 'directory' && isBelow(path, root));
  if (roots.some(carries)) return 'carried';
  return roots.some(({ path: root }) => isBelow(root, path)) ? 'on-the-way' : null;
};

const rootsThere = (plan: FilePlan, staged?: readonly string[]): FilePlanEntry[] =>
  stagedRoots(plan).filter((root) => staged === undefined || (root.kind !== 'missing' && staged.includes(root.path)));
