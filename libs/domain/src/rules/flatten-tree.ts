import { type Fact, type FactBundle, known, type Task, type TreeFacts, unknown } from '../facts/index.ts';
import type { FactValues } from './fact-values.ts';

type TreeFactName =
  | 'tasks'
  | 'fds'
  | 'mappings'
  | 'exes'
  | 'cwds'
  | 'roots'
  | 'cgroups'
  | 'namespaces'
  | 'inetSockets'
  | 'unixSockets'
  | 'otherSockets'
  | 'mounts'
  | 'files'
  | 'ancestors'
  | 'supervisors'
  | 'outsidePipeHolders'
  | 'dumpedMemoryBytes'
  | 'rootPid'
  | 'changedWhileRead'
  | 'collectorNamespaces'
  | 'nonces';
export type TreeFactsByName = { [N in TreeFactName]: Fact<FactValues[N]> };

/** A dead task keeps its ids until it is reaped, but no files and no memory: nothing of it can be unreadable. */
const holdsResources = (task: Task): boolean => task.state !== 'Z' && task.state !== 'X';

const perTask = <T, U>(
  tasks: Task[],
  pick: (task: Task) => Fact<T>,
  own: (value: T, pid: number) => U[],
): Fact<U[]> => {
  const gathered: U[] = [];
  for (const task of tasks.filter(holdsResources)) {
    const fact = pick(task);
    if (!fact.known) return unknown(`pid ${task.pid}: ${fact.reason}`);
    gathered.push(...own(fact.value, task.pid));
  }
  return known(gathered);
};

const listOwned = <T extends object>(values: T[], pid: number): (T & { pid: number })[] =>
  values.map((value) => ({ ...value, pid }));
const oneOwned = <T extends object>(value: T, pid: number): (T & { pid: number })[] => [{ ...value, pid }];
const absent = <T>(): Fact<T> => unknown('the bundle was made without this fact');

/** The facts of one tree under the names rules ask for. What one task hides makes the fact of all tasks unknown. */
export const flattenTree = (tree: TreeFacts, nonces: FactBundle['nonces']): TreeFactsByName => ({
  tasks: known(tree.tasks),
  fds: perTask(tree.tasks, (task) => task.fds, listOwned),
  mappings: perTask(tree.tasks, (task) => task.mappings, listOwned),
  exes: perTask(tree.tasks, (task) => task.exe, oneOwned),
  cwds: perTask(tree.tasks, (task) => task.cwd, oneOwned),
  roots: perTask(tree.tasks, (task) => task.root, oneOwned),
  cgroups: perTask(tree.tasks, (task) => task.cgroups, listOwned),
  namespaces: perTask(
    tree.tasks,
    (task) => task.namespaces,
    (kinds, pid) => [{ pid, kinds }],
  ),
  inetSockets: tree.inetSockets,
  unixSockets: tree.unixSockets,
  otherSockets: tree.otherSockets,
  mounts: tree.mounts,
  files: tree.files,
  ancestors: tree.ancestors,
  supervisors: tree.supervisors,
  outsidePipeHolders: tree.outsidePipeHolders,
  dumpedMemoryBytes: tree.dumpedMemoryBytes,
  rootPid: known(tree.rootPid),
  changedWhileRead: known(tree.changedWhileRead),
  collectorNamespaces: tree.collectorNamespaces ?? absent(),
  nonces: known(nonces ?? []),
});
