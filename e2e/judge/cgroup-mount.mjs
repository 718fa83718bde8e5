import { readText } from './read-proc.mjs';

/**
 * A place where the judge sees the whole cgroup v2 hierarchy: a mount of type cgroup2 whose root is "/"
 * (proc_pid_mountinfo(5)). A mount that shows only a part of it would give other paths than /proc/PID/cgroup does.
 */
export function findCgroupMount() {
  for (const line of readText('/proc/self/mountinfo').split('\n')) {
    const [left, right] = line.split(' - ');
    if (!right?.startsWith('cgroup2 ')) continue;
    const [, , , root, mountPoint] = left.split(' ');
    if (root === '/') return mountPoint;
  }
  return undefined;
}
