import type { FoundGroup, Grouping } from '../workloads/group-workloads.ts';
import { nameContainer } from './collect-container.ts';
import { listRunningContainers } from './container-state.ts';
import { readPodmanNames } from './podman-names.ts';

/** Containers of runc, crun and podman, found in the runtimes' own state; `exec` sessions belong to them. */
export const groupRuntimeContainers = ({ forest, free }: Grouping): FoundGroup[] => {
  const containers = listRunningContainers();
  const podman = containers.length === 0 ? new Map<string, string>() : readPodmanNames();
  const candidates = new Set(free.map(({ pid }) => pid));
  return containers.flatMap((found) => {
    const root = forest.byPid.get(found.pid);
    if (root === undefined || !candidates.has(root.pid)) return [];
    const { runtime, name } = nameContainer(found, podman);
    const relatives = free.filter(({ cgroup2 }) => cgroup2 !== null && cgroup2 !== '/' && cgroup2 === root.cgroup2);
    const members = forest.treeOf(root);
    return [{ key: `${runtime}:${name}`, name, kind: 'container', root, members, relatives, serviceAddress: null }];
  });
};
