import { existsSync, readdirSync } from 'node:fs';
import type { Fact, Task, TreeCgroups } from '@godwit/domain/facts';
import { type FullMount, readMounts } from '../mounts/read-mounts.ts';
import { type CgroupMembership, parseCgroup } from '../procfs/parse-cgroup.ts';
import { attempt, readText, readTextOrNull } from '../procfs/read-text.ts';

/** Threads in another cgroup than the first thread of their process. One that ends meanwhile is left out. */
const strayThreads = ({ pid, cgroups }: Task): TreeCgroups['threads'] => {
  if (!cgroups.known) return [];
  const first = new Set(cgroups.value.map(({ controllers, path }) => `${controllers}:${path}`));
  const others = readdirSync(`/proc/${pid}/task`).filter((tid) => tid !== String(pid));
  return others.flatMap((tid) =>
    parseCgroup(readTextOrNull(`/proc/${pid}/task/${tid}/cgroup`) ?? '')
      .filter(({ controllers, path }) => !first.has(`${controllers}:${path}`))
      .map((membership) => ({ pid, tid: Number(tid), ...membership })),
  );
};

/** Where a hierarchy is mounted on this host as a whole; undefined when it is not. */
const mountFor = (controllers: string, mounts: readonly FullMount[]): string | undefined =>
  mounts.find(({ filesystem, root, superOptions }) => {
    if (root !== '/') return false;
    if (controllers === '') return filesystem === 'cgroup2';
    const options = superOptions.split(',');
    return filesystem === 'cgroup' && controllers.split(',').every((controller) => options.includes(controller));
  })?.mountPoint;

const lookAt = ({ controllers, path }: CgroupMembership, mounts: readonly FullMount[]) => {
  const mountPoint = mountFor(controllers, mounts);
  const directory = `${mountPoint ?? ''}${path}`;
  // The kernel marks the path of a directory that was removed while a task sat in it.
  const there = !path.endsWith(' (deleted)') && (mountPoint === undefined || existsSync(directory));
  const type = controllers === '' && mountPoint !== undefined ? readTextOrNull(`${directory}/cgroup.type`) : null;
  return { controllers, path, there, type: type?.trim() ?? null };
};

/** Which cgroups the tree and this process sit in, and what can be told of their directories on this host. */
export const collectTreeCgroups = (tasks: readonly Task[]): Fact<TreeCgroups> =>
  attempt('The cgroups of the tree', () => {
    const mounts = readMounts('self');
    const memberships = new Map<string, CgroupMembership>();
    for (const { cgroups } of tasks) {
      for (const one of cgroups.known ? cgroups.value : []) memberships.set(`${one.controllers}:${one.path}`, one);
    }
    return {
      reader: parseCgroup(readText('/proc/self/cgroup')),
      threads: tasks.filter(({ state }) => state !== 'Z').flatMap((task) => attemptThreads(task)),
      directories: [...memberships.values()].map((one) => lookAt(one, mounts)),
    };
  });

const attemptThreads = (task: Task): TreeCgroups['threads'] => {
  const threads = attempt(`/proc/${task.pid}/task`, () => strayThreads(task));
  return threads.known ? threads.value : [];
};
