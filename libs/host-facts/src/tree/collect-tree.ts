import { type Fact, known, type Task, type TreeFacts, unknown } from '@godwit/domain/facts';
import { collectTreeCgroups } from '../cgroups/collect-tree-cgroups.ts';
import { collectContainer } from '../containers/collect-container.ts';
import { collectIpcNamespaces } from '../ipc/collect-ipc-namespaces.ts';
import { collectMountNamespaces } from '../mounts/collect-mount-namespaces.ts';
import { collectStrayFiles } from '../mounts/collect-stray-files.ts';
import { collectNamespaceDetails } from '../namespaces/collect-namespace-details.ts';
import { loadLibc } from '../native/libc.ts';
import { collectNetworkNamespaces } from '../network-namespaces/collect-network-namespaces.ts';
import { attempt, reasonOf } from '../procfs/read-text.ts';
import { findSupervisors } from '../supervisors/find-supervisors.ts';
import { withHolds } from '../supervisors/supervisors-of.ts';
import { changedWhileReading, checkMovable, checkNotOurselves, checkStillThere } from './check-movable.ts';
import { collectConnections } from './collect-connections.ts';
import { FrozenCgroups } from './find-frozen-cgroup.ts';
import { findLastingSharing } from './find-sharing.ts';
import { gatherFiles } from './gather-files.ts';
import { inspectFiles } from './inspect-files.ts';
import { pause } from './pause.ts';
import { readAncestors } from './read-ancestors.ts';
import { readNamespaces } from './read-namespaces.ts';
import { type ReadTask, readTask, type TreeReading } from './read-task.ts';
import { readUserKeys } from './read-user-keys.ts';
import { settleWaits } from './settle-waits.ts';
import { compareSamples, sampleTree } from './walk-tree.ts';

export interface CollectTreeOptions {
  /** Process at the top of the tree. */
  pid: number;
  /** Whether to hash the content of files that nobody writes. */
  hash: boolean;
  signal?: AbortSignal;
  /** Processes to leave out of the tree, with everything below them. */
  exclude?: number[];
}

const readTasks = async (pids: readonly number[], signal?: AbortSignal): Promise<ReadTask[]> => {
  const reading: TreeReading = {
    mappedFiles: new Map(),
    openFiles: new Map(),
    mounts: new Map(),
    frozenCgroups: new FrozenCgroups(),
    libc: loadLibc(),
    signal,
  };
  const tasks: ReadTask[] = [];
  for (const pid of pids) {
    const task = await readTask(pid, reading);
    if (task !== null) tasks.push(task);
    await pause(signal);
  }
  return tasks;
};

const dumpedMemory = (tasks: readonly ReadTask[]): Fact<number> => {
  const shared = new Map<string, number>();
  let bytes = 0;
  for (const { pages } of tasks) {
    if (!pages.known) return pages;
    bytes += pages.value.privateBytes;
    for (const [key, size] of pages.value.sharedBytes) shared.set(key, Math.max(size, shared.get(key) ?? 0));
  }
  return known([...shared.values()].reduce((sum, size) => sum + size, bytes));
};

const inspectedFiles = async (tasks: readonly ReadTask[], options: CollectTreeOptions): Promise<TreeFacts['files']> => {
  const gathered = gatherFiles(tasks);
  if (!gathered.known) return gathered;
  try {
    return known(await inspectFiles(gathered.value, options));
  } catch (error) {
    options.signal?.throwIfAborted();
    return unknown(reasonOf(error, 'The files of the tree'));
  }
};

const readAround = async (
  tasks: readonly ReadTask[],
): Promise<Pick<TreeFacts, 'ancestors' | 'supervisors' | 'mounts'>> => {
  const root = tasks[0];
  if (root === undefined) throw new Error('A tree without tasks was read.');
  const ancestors = attempt('The parents of the tree', () => readAncestors(root.task.ppid));
  const supervisors = await withHolds(findSupervisors(root.task, ancestors), root.task.pid, ancestors);
  return { ancestors, supervisors, mounts: root.mounts };
};

/** What ties the tasks of the tree to each other and to their users' keys; waits for those that only seem stuck. */
const readSharing = async (tasks: readonly Task[], signal?: AbortSignal) => {
  await settleWaits(tasks, signal);
  const living = tasks.filter(({ state }) => state !== 'Z').map(({ pid }) => pid);
  return {
    sharedResources: await findLastingSharing(loadLibc(), living, signal),
    userKeys: readUserKeys(new Set(tasks.flatMap(({ uids }) => uids))),
  };
};

/** The namespaces and cgroups around the tasks, and what of them CRIU would have to carry. */
const readNamespacesAround = (tasks: readonly Task[]) => {
  const libc = loadLibc();
  return {
    mountNamespaces: collectMountNamespaces(tasks),
    strayFiles: collectStrayFiles(tasks),
    namespaceDetails: collectNamespaceDetails(tasks, libc),
    networkNamespaces: collectNetworkNamespaces(tasks, libc),
    ipcNamespaces: collectIpcNamespaces(tasks, libc),
    treeCgroups: collectTreeCgroups(tasks),
    container: attempt('The container', () => collectContainer(tasks)),
  };
};

/**
 * Reads everything of one process tree from /proc and sock_diag, without touching or stopping it. Throws `no-such-process`,
 * `process-changed` or `process-not-movable`, and the signal's reason. A fact that could not be read is unknown.
 */
export const collectTree = async (options: CollectTreeOptions): Promise<TreeFacts> => {
  const { pid, signal, exclude } = options;
  const startedMs = performance.now();
  const { startTimeTicks } = checkMovable(pid);
  const before = sampleTree(pid, exclude);
  checkNotOurselves(pid, before.pids);
  const tasks = await readTasks(before.pids, signal);
  if (tasks[0]?.task.pid !== pid) throw changedWhileReading(pid, 'ended');
  const connections = await collectConnections(tasks, loadLibc(), signal);
  const around = await readAround(tasks);
  const files = await inspectedFiles(tasks, options);
  const sharing = await readSharing(
    tasks.map((read) => read.task),
    signal,
  );
  const namespacesAround = readNamespacesAround(tasks.map((read) => read.task));
  checkStillThere(pid, startTimeTicks);
  const changes = compareSamples(before, sampleTree(pid, exclude));
  return {
    rootPid: pid,
    tasks: tasks.map((read) => read.task),
    ...around,
    ...connections,
    files,
    dumpedMemoryBytes: dumpedMemory(tasks),
    collectorNamespaces: attempt('/proc/self/ns', () => readNamespaces('/proc/self/ns')),
    ...sharing,
    ...namespacesAround,
    changedWhileRead: changes.appeared + changes.ended > 0,
    changes,
    durationMs: performance.now() - startedMs,
  };
};
