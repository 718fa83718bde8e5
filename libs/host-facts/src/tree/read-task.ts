import { readlinkSync } from 'node:fs';
import { type Fact, type FileIdentity, known, type Task, unknown } from '@godwit/domain/facts';
import { readOpenFile } from '../files/read-identity.ts';
import { type RootView, readRootView } from '../files/root-view.ts';
import type { Libc } from '../native/libc.ts';
import { loadLibc } from '../native/libc.ts';
import { parseCgroup } from '../procfs/parse-cgroup.ts';
import { parseCommandLine } from '../procfs/parse-command-line.ts';
import { type Mount, parseMountinfo } from '../procfs/parse-mountinfo.ts';
import { parseStatus } from '../procfs/parse-status.ts';
import { attempt, isGone, readText, reasonOf } from '../procfs/read-text.ts';
import type { FrozenCgroups } from './find-frozen-cgroup.ts';
import { readAttributes } from './read-attributes.ts';
import { readFds } from './read-fds.ts';
import { type DumpedPages, type MappedFiles, readMappings } from './read-mappings.ts';
import { readNamespaces } from './read-namespaces.ts';
import { type MainThread, readThreads } from './read-threads.ts';
import { readStat } from './walk-tree.ts';

export interface ReadTask {
  task: Task;
  view: Fact<RootView>;
  mounts: Fact<Mount[]>;
  pages: Fact<DumpedPages>;
}

export interface TreeReading {
  mappedFiles: MappedFiles;
  openFiles: Map<string, FileIdentity>;
  /** Mounts by mount namespace and root directory, which the tasks of a tree mostly share. */
  mounts: Map<string, Mount[]>;
  frozenCgroups: FrozenCgroups;
  libc: Libc | null;
  signal?: AbortSignal;
}

const readMain = (pid: number): MainThread => ({
  stat: readStat(pid),
  status: parseStatus(readText(`/proc/${pid}/status`)),
});

const toIds = ({ stat, status }: MainThread) => {
  const { pid, comm, state, ppid, pgid, sid, startTimeTicks, ttyNr, exitSignal, flags: kernelFlags } = stat;
  const { tracerPid, uids, gids, nsPids, nsPgids, nsSids, capEffective, seccompMode, noNewPrivs } = status;
  const { groups, capabilities, seccompFilters, sharedPendingSignals, hugePagesDisabled } = status;
  const { threadFeatures, speculation } = status;
  return {
    ...{ pid, ppid, pgid, sid, comm, state, startTimeTicks, ttyNr, exitSignal, kernelFlags },
    ...{ tracerPid, uids, gids, nsPids, nsPgids, nsSids, capEffective, seccompMode, noNewPrivs },
    ...{ groups, capabilities, sharedPendingSignals, hugePagesDisabled, threadFeatures, speculation },
    ...(seccompFilters === undefined ? {} : { seccompFilters }),
  };
};

/** Namespaces of a process by kind. Throws when they may not be read. */
export const readLinked = (pid: number, name: 'exe' | 'cwd' | 'root', view: Fact<RootView>): Fact<FileIdentity> => {
  if (!view.known) return view;
  const magic = `/proc/${pid}/${name}`;
  return attempt(magic, () => readOpenFile(magic, readlinkSync(magic), view.value));
};

/** Like `attempt`, for readings that pause; what cancels them is passed on. */
const attemptFds = async (pid: number, view: Fact<RootView>, mounts: Fact<Mount[]>, reading: TreeReading) => {
  if (!view.known) return view;
  const seen = mounts.known ? new Map(mounts.value.map((mount) => [mount.mountId, mount])) : null;
  try {
    return known(
      await readFds(
        { pid, view: view.value, mounts: seen, libc: loadLibc(), openFiles: reading.openFiles },
        reading.signal,
      ),
    );
  } catch (error) {
    reading.signal?.throwIfAborted();
    return unknown<never>(reasonOf(error, `/proc/${pid}/fd`));
  }
};

const ended = unknown<never>('The process has ended and only waits to be reaped.');

/** The mounts a task sees: each mount namespace is read once for each root directory. */
const readMounts = (pid: number, mounts: TreeReading['mounts']): Fact<Mount[]> =>
  attempt(`/proc/${pid}/mountinfo`, () => {
    const key = `${readlinkSync(`/proc/${pid}/ns/mnt`)} ${readlinkSync(`/proc/${pid}/root`)}`;
    const read = mounts.get(key) ?? parseMountinfo(readText(`/proc/${pid}/mountinfo`));
    mounts.set(key, read);
    return read;
  });

/** A zombie has neither files nor memory any more, and CRIU restores it as one: that is knowledge, not ignorance. */
const zombie = (main: MainThread, libc: Libc | null): ReadTask => {
  const ids = toIds(main);
  const gone = { commandLine: ended, exe: ended, cwd: ended, root: ended, cgroups: ended, namespaces: ended };
  return {
    task: { ...ids, ...gone, threads: readThreads(ids.pid, main, libc), fds: known([]), mappings: known([]) },
    view: ended,
    mounts: ended,
    pages: known({ privateBytes: 0, sharedBytes: new Map() }),
  };
};

/**
 * Everything of one task. What may not be read is unknown with its reason. Null when the task ended meanwhile; throws
 * only for a cancelled reading.
 */
export const readTask = async (pid: number, reading: TreeReading): Promise<ReadTask | null> => {
  try {
    const main = readMain(pid);
    if (main.stat.state === 'Z') return zombie(main, reading.libc);
    const view = attempt(`/proc/${pid}/root`, () => readRootView(pid));
    const mounts = readMounts(pid, reading.mounts);
    const fds = await attemptFds(pid, view, mounts, reading);
    const memory = view.known
      ? attempt(`/proc/${pid}/smaps`, () => readMappings(pid, view.value, reading.mappedFiles))
      : view;
    const cgroups = attempt(`/proc/${pid}/cgroup`, () => parseCgroup(readText(`/proc/${pid}/cgroup`)));
    const task: Task = {
      ...toIds(main),
      ...readAttributes(pid),
      frozenCgroup: reading.frozenCgroups.of(cgroups),
      threads: readThreads(pid, main, reading.libc),
      commandLine: attempt(`/proc/${pid}/cmdline`, () => parseCommandLine(readText(`/proc/${pid}/cmdline`))),
      exe: readLinked(pid, 'exe', view),
      cwd: readLinked(pid, 'cwd', view),
      root: readLinked(pid, 'root', view),
      cgroups,
      namespaces: attempt(`/proc/${pid}/ns`, () => readNamespaces(`/proc/${pid}/ns`)),
      fds,
      mappings: memory.known ? known(memory.value.mappings) : memory,
    };
    return { task, view, mounts, pages: memory.known ? known(memory.value.pages) : memory };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
};
