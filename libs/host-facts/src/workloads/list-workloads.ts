import type { Workload } from '@godwit/domain/facts';
import { groupRuntimeContainers } from '../containers/group-runtime-containers.ts';
import { readPageSize } from '../host/read-page-size.ts';
import {
  type FoundGroup,
  type Grouping,
  groupCommands,
  groupContainers,
  groupDeclared,
  groupSupervised,
  groupUnits,
} from './group-workloads.ts';
import { makeForest, type ProcessForest } from './process-forest.ts';
import { type DeclaredWorkload, readDeclared } from './read-declared.ts';
import { type ListedProcess, readProcesses } from './read-processes.ts';

export interface ListWorkloadsOptions {
  /** Directory of JSON files that name workloads; usually /etc/godwit/workloads.d. */
  declaredDirectory: string;
  /** Processes of Godwit itself; this one is always among them. */
  exclude?: readonly number[];
  signal?: AbortSignal;
}

/** Leaves room for a number behind the longest key. */
const keyLimit = 290;
const commandLimit = 2000;

/** The cgroup v2 path of the root when exactly this tree lives there. */
const ownCgroup = (group: FoundGroup, population: ReadonlyMap<string, number>): string | null => {
  const path = group.root.cgroup2;
  if (path === null || path === '/') return null;
  const all = group.members.every((member) => member.cgroup2 === path);
  return all && population.get(path) === group.members.length ? path : null;
};

const toWorkload = (group: FoundGroup, population: ReadonlyMap<string, number>): Workload => ({
  key: group.key,
  name: group.name,
  kind: group.kind,
  rootPid: group.root.pid,
  startTimeTicks: group.root.startTimeTicks,
  command: (group.root.commandLine.join(' ') || group.root.comm).slice(0, commandLimit),
  processes: group.members.length,
  rssBytes: group.members.reduce((sum, member) => sum + member.rssBytes, 0),
  ownCgroup: ownCgroup(group, population),
  serviceAddress: group.serviceAddress,
});

/** Two trees of one command get a number, the older one first, so that keys stay unique. */
const numberTwins = (groups: readonly FoundGroup[]): FoundGroup[] => {
  const seen = new Map<string, number>();
  return [...groups]
    .sort((a, b) => a.root.startTimeTicks - b.root.startTimeTicks)
    .map((group) => {
      const key = group.key.slice(0, keyLimit);
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return { ...group, key: count === 1 ? key : `${key}#${count}` };
    });
};

/** The agent's children that belong to nobody else are its own: hooks and criu at work. */
const ownProcesses = (forest: ProcessForest, exclude: readonly number[]): Set<number> => {
  const own = [process.pid, ...exclude].flatMap((pid) => forest.byPid.get(pid) ?? []);
  return new Set(own.flatMap((root) => forest.treeOf(root)).map((member) => member.pid));
};

const findGroups = (
  processes: readonly ListedProcess[],
  declared: readonly DeclaredWorkload[],
  exclude: readonly number[],
): FoundGroup[] => {
  const forest = makeForest(processes);
  const found: FoundGroup[] = [];
  const taken = new Set<number>([1]);
  const free = (): Grouping => ({ forest, free: processes.filter((process) => !taken.has(process.pid)) });
  const take = (groups: FoundGroup[]): void => {
    found.push(...groups);
    for (const member of groups.flatMap((group) => [...group.members, ...group.relatives])) taken.add(member.pid);
  };
  // A workload that was declared stays one even below the agent, which may have started it.
  take(groupDeclared(free(), declared));
  for (const pid of ownProcesses(forest, exclude)) taken.add(pid);
  take(groupRuntimeContainers(free()));
  take(groupContainers(free()));
  take(groupUnits(free()));
  take(groupSupervised(free()));
  take(groupCommands(free()));
  return found;
};

/**
 * The workloads of this host: declared ones, containers, systemd units, trees of a process supervisor, and every other
 * top-level tree by its command. Their keys stay the same when the workload is started again.
 */
export const listWorkloads = async (options: ListWorkloadsOptions): Promise<Workload[]> => {
  const processes = await readProcesses(readPageSize(), options.signal);
  const declared = readDeclared(options.declaredDirectory).workloads;
  const population = new Map<string, number>();
  for (const { cgroup2 } of processes)
    if (cgroup2 !== null) population.set(cgroup2, (population.get(cgroup2) ?? 0) + 1);
  const groups = numberTwins(findGroups(processes, declared, options.exclude ?? []));
  return groups.map((group) => toWorkload(group, population));
};
