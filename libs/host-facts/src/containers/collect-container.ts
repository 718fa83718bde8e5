import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Container, Task } from '@godwit/domain/facts';
import { readTextOrNull } from '../procfs/read-text.ts';
import { listPids } from '../tree/walk-tree.ts';
import { listBundleMounts } from './bundle-mounts.ts';
import { type FoundContainer, listRunningContainers } from './container-state.ts';
import { measureRootfs } from './measure-rootfs.ts';
import { parseSpec } from './parse-spec.ts';
import { readPodmanNames } from './podman-names.ts';

/** Processes that share the container's cgroup and are not below its first process. */
const findOutsiders = (tasks: readonly Task[]): Container['outsiders'] => {
  const [root] = tasks;
  const group = readTextOrNull(`/proc/${root?.pid}/cgroup`);
  const inTree = new Set(tasks.map(({ pid }) => pid));
  if (group === null || group.endsWith(':/\n')) return [];
  return listPids()
    .filter((pid) => !inTree.has(pid) && readTextOrNull(`/proc/${pid}/cgroup`) === group)
    .map((pid) => ({ pid, comm: readTextOrNull(`/proc/${pid}/comm`)?.trim() ?? '?' }));
};

/** What people know a container by: podman keeps its containers under runc or crun, with an id of its own making. */
export const nameContainer = (
  { runtime, id }: Pick<FoundContainer, 'runtime' | 'id'>,
  podman: ReadonlyMap<string, string>,
): Pick<Container, 'runtime' | 'name'> => {
  const name = podman.get(id);
  return name === undefined ? { runtime, name: id } : { runtime: 'podman', name };
};

/** podman makes what lies beside the root of its containers itself, on every host. */
const measureTravelling = ({ bundle, rootfs }: FoundContainer, text: string): number | null => {
  const beside = bundle === null ? [] : listBundleMounts(JSON.parse(text), { bundle, rootfs });
  const sizes = [rootfs, ...beside.map((name) => join(bundle ?? '', name))].map(measureRootfs);
  return sizes.reduce((sum, size) => (sum === null || size === null ? null : sum + size), 0);
};

const describe = (found: FoundContainer, tasks: readonly Task[]): Container => {
  const { id, bundle, rootfs, systemdCgroup } = found;
  const text = bundle === null ? '{}' : readFileSync(join(bundle, 'config.json'), 'utf8');
  const spec = parseSpec(text, bundle ?? '/');
  const named = nameContainer(found, readPodmanNames());
  const own = named.runtime === 'podman' ? `/${id}/userdata/` : null;
  const bindMounts = spec.bindMounts.filter(({ source }) => own === null || !source.includes(own));
  return {
    ...named,
    id,
    bundle,
    rootfs,
    rootfsBytes: measureTravelling(found, named.runtime === 'podman' ? '{}' : text),
    systemdCgroup,
    ...spec,
    bindMounts,
    outsiders: findOutsiders(tasks),
  };
};

/** The container whose first process is the root of the tree; null when no runtime known here has it. */
export const collectContainer = (tasks: readonly Task[]): Container | null => {
  const [root] = tasks;
  const found = listRunningContainers().find(({ pid }) => pid === root?.pid);
  return found === undefined ? null : describe(found, tasks);
};
