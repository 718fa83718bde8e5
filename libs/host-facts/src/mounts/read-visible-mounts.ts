import { coveredMounts } from './covered-mounts.ts';
import { type FullMount, readMounts } from './read-mounts.ts';

/**
 * The mounts that a path of this process leads to, in the kernel's order, in which a mount comes after the one it lies on (proc_pid_mountinfo(5)).
 * Throws when they may not be read.
 */
export const readVisibleMounts = (): FullMount[] => {
  const mounts = readMounts('self');
  const covered = coveredMounts(mounts);
  return mounts.filter(({ mountId }) => !covered.has(mountId));
};
