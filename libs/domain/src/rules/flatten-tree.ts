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
  | 'dataDirectories'
  | 'ancestors'
  | 'supervisors'
  | 'outsidePipeHolders'
  | 'unreadHolders'
  | 'outsideLocks'
  | 'ptys'
  | 'dumpedMemoryBytes'
  | 'rootPid'
  | 'changedWhileRead'
  | 'sharedResources'
  | 'changes'
  | 'userKeys'
  | 'collectorNamespaces'
  | 'inOwnUsers'
  | 'mountNamespaces'
  | 'strayFiles'
  | 'namespaceDetails'
  | 'networkNamespaces'
  | 'ipcNamespaces'
  | 'treeCgroups'
  | 'container'
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

/** An older bundle tells nothing of namespaces of its own, which is enough where the tree has none of that kind. */
const unlessOwn = <T>(tree: TreeFacts, kind: string): Fact<T[]> => {
  const reader = tree.collectorNamespaces;
  const shared = (task: Task): boolean =>
    !holdsResources(task) ||
    (task.namespaces.known && reader?.known === true && task.namespaces.value[kind] === reader.value[kind]);
  return tree.tasks.every(shared) ? known([]) : absent();
};

/** A list of which one entry could not be read in its main part is not known. */
const readable = <T>(list: Fact<T[]>, main: (entry: T) => Fact<unknown>): Fact<T[]> => {
  const hidden = list.known ? list.value.map(main).find((part) => !part.known) : undefined;
  return hidden === undefined || hidden.known ? list : unknown(hidden.reason);
};

/** Tasks seen to live in another user namespace than the reader. */
const inOwnUsers = ({ tasks, collectorNamespaces: reader }: TreeFacts): number[] =>
  reader?.known === true
    ? tasks.flatMap(({ pid, namespaces }) =>
        namespaces.known && namespaces.value.user !== reader.value.user ? [pid] : [],
      )
    : [];

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
  dataDirectories: tree.dataDirectories ?? known([]),
  ancestors: tree.ancestors,
  supervisors: tree.supervisors,
  outsidePipeHolders: tree.outsidePipeHolders,
  unreadHolders: known(tree.unreadHolders ?? []),
  outsideLocks: tree.outsideLocks ?? absent(),
  ptys: tree.ptys ?? absent(),
  dumpedMemoryBytes: tree.dumpedMemoryBytes,
  rootPid: known(tree.rootPid),
  changedWhileRead: known(tree.changedWhileRead),
  sharedResources: tree.sharedResources ?? (tree.tasks.length < 2 ? known([]) : absent()),
  changes: known(tree.changes ?? { appeared: 0, ended: 0 }),
  userKeys: tree.userKeys ?? absent(),
  collectorNamespaces: tree.collectorNamespaces ?? absent(),
  inOwnUsers: known(inOwnUsers(tree)),
  mountNamespaces: readable(tree.mountNamespaces ?? unlessOwn(tree, 'mnt'), ({ mounts }) => mounts),
  strayFiles: tree.strayFiles ?? absent(),
  namespaceDetails: tree.namespaceDetails ?? absent(),
  networkNamespaces: readable(tree.networkNamespaces ?? unlessOwn(tree, 'net'), ({ links }) => links),
  ipcNamespaces: readable(tree.ipcNamespaces ?? absent(), ({ objects }) => objects),
  treeCgroups: tree.treeCgroups ?? absent(),
  container: tree.container ?? known(null),
  nonces: known(nonces ?? []),
});
