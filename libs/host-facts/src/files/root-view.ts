import { readlinkSync } from 'node:fs';

/** How to look up, from this process, a path that the kernel printed for a task. */
export interface RootView {
  /** Equal for tasks that see the same files under the same paths. */
  key: string;
  /** The path to open from here, or null when the task's own root cannot reach it. */
  lookup: (printed: string) => string | null;
  /** The same path as the kernel prints it, from one the task itself would write: other than that only in a chroot. */
  printed: (written: string) => string;
}

const inside = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);

/**
 * The kernel prints paths of open files from the root of their mount namespace, not from a chroot inside it
 * (d_path(9)); /proc/PID/root leads to the task's own root. Throws when /proc/PID/root may not be read.
 */
export const readRootView = (pid: number): RootView => {
  const base = `/proc/${pid}/root`;
  const root = readlinkSync(base);
  const namespace = readlinkSync(`/proc/${pid}/ns/mnt`);
  const same = namespace === readlinkSync('/proc/self/ns/mnt');
  const lookup = (path: string): string | null => {
    if (!path.startsWith('/')) return null;
    // In the reader's own mount namespace a printed path leads to the file, also from a chroot that cannot see it.
    if (same) return path;
    if (root === '/') return base + path;
    return inside(path, root) ? base + path.slice(root.length) : null;
  };
  const printed = (path: string): string => (root === '/' ? path : root + path);
  return { key: `${namespace} ${root}`, lookup, printed };
};
