import type { Workload } from '@godwit/domain/facts';
import { supervisorName } from '../supervisors/known-programs.ts';
import { containerOfCgroup, serviceOfCgroup } from '../supervisors/parse-cgroup-path.ts';
import { containerName } from './container-name.ts';
import { type ProcessForest, rootsOf } from './process-forest.ts';
import type { DeclaredWorkload } from './read-declared.ts';
import type { ListedProcess } from './read-processes.ts';

/** A workload found in the process list: its root, who belongs to it, and what it is called. */
export interface FoundGroup {
  key: string;
  name: string;
  kind: Workload['kind'];
  root: ListedProcess;
  /** The tree below the root: what would be dumped. */
  members: ListedProcess[];
  /** Processes outside the tree that belong to the same unit, container or definition, and so to no other workload. */
  relatives: ListedProcess[];
  serviceAddress: string | null;
}

export interface Grouping {
  forest: ProcessForest;
  /** Processes that may belong to a workload and do not yet. */
  free: ListedProcess[];
}

const commandOf = ({ commandLine, comm }: ListedProcess): string => commandLine.join(' ') || comm;

const sameArguments = (process: ListedProcess, argv: readonly string[]): boolean =>
  argv.length > 0 &&
  process.commandLine.length === argv.length &&
  argv.every((part, at) => part === process.commandLine[at]);

/** Members of a declared workload: of its cgroup where it has one, else those with its very arguments. */
const isMember = (process: ListedProcess, { cgroup, argv }: DeclaredWorkload): boolean =>
  cgroup !== null && process.cgroup2 !== null ? process.cgroup2 === cgroup : sameArguments(process, argv);

export const groupDeclared = ({ forest, free }: Grouping, declared: readonly DeclaredWorkload[]): FoundGroup[] =>
  declared.flatMap((workload) => {
    const relatives = free.filter((process) => isMember(process, workload));
    const [root] = rootsOf(relatives);
    if (root === undefined) return [];
    const { name, serviceAddress } = workload;
    return [
      {
        key: `declared:${name}`,
        name,
        kind: 'declared',
        root,
        members: forest.treeOf(root),
        relatives,
        serviceAddress,
      },
    ];
  });

const byLabel = (
  { forest, free }: Grouping,
  label: (process: ListedProcess) => { key: string; name: string } | null,
  kind: Workload['kind'],
): FoundGroup[] => {
  const groups = new Map<string, { name: string; processes: ListedProcess[] }>();
  for (const process of free) {
    const found = label(process);
    if (found === null) continue;
    const group = groups.get(found.key);
    if (group === undefined) groups.set(found.key, { name: found.name, processes: [process] });
    else group.processes.push(process);
  }
  return [...groups].flatMap(([key, { name, processes }]) => {
    const [root] = rootsOf(processes);
    if (root === undefined) return [];
    const members = forest.treeOf(root);
    return [{ key, name, kind, root, members, relatives: processes, serviceAddress: null }];
  });
};

const firstOf = <T>(process: ListedProcess, find: (path: string) => T | null): T | null =>
  process.cgroups.map(find).find((found) => found !== null) ?? null;

/** The agent's own unit and a user's session manager are no workloads. */
const notWorkloads = /^(godwit-.*|user@\d+)\.service$/;

export const groupUnits = (grouping: Grouping): FoundGroup[] =>
  byLabel(
    grouping,
    (process) => {
      const service = firstOf(process, serviceOfCgroup);
      if (service === null || notWorkloads.test(service.unit)) return null;
      return { key: `unit:${service.unit}`, name: service.unit };
    },
    'systemd-unit',
  );

export const groupContainers = (grouping: Grouping): FoundGroup[] =>
  byLabel(
    grouping,
    (process) => {
      const found = firstOf(process, containerOfCgroup);
      if (found === null) return null;
      const name = containerName(found.runtime, found.id);
      return { key: `container:${found.runtime}:${name}`, name };
    },
    'container',
  );

export const groupSupervised = ({ forest, free }: Grouping): FoundGroup[] =>
  free.flatMap((root) => {
    const parent = forest.byPid.get(root.ppid);
    const supervisor = parent === undefined ? null : supervisorName(parent);
    if (supervisor === null) return [];
    const key = `supervised:${supervisor}:${commandOf(root)}`;
    return [
      {
        key,
        name: root.comm,
        kind: 'supervised',
        root,
        members: forest.treeOf(root),
        relatives: [],
        serviceAddress: null,
      },
    ];
  });

/** Every tree right below init, or below a process that is none of ours to move. */
export const groupCommands = ({ forest, free }: Grouping): FoundGroup[] =>
  rootsOf(free).map((root) => {
    const members = forest.treeOf(root);
    return {
      key: `command:${commandOf(root)}`,
      name: root.comm,
      kind: 'command',
      root,
      members,
      relatives: [],
      serviceAddress: null,
    };
  });
