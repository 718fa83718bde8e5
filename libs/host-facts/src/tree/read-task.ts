import { readlinkSync } from 'node:fs';
import { type Fact, type FileIdentity, known, type Task, unknown } from '@godwit/domain/facts';
import { readOpenFile } from '../files/read-identity.ts';
import { type RootView, readRootView } from '../files/root-view.ts';
import { parseCgroup } from '../procfs/parse-cgroup.ts';
import { parseCommandLine } from '../procfs/parse-command-line.ts';
import { type Mount, parseMountinfo } from '../procfs/parse-mountinfo.ts';
import { parseStatus } from '../procfs/parse-status.ts';
import { attempt, isGone, readText, reasonOf } from '../procfs/read-text.ts';
import { readFds } from './read-fds.ts';
import { type DumpedPages, type MappedFiles, readMappings } from './read-mappings.ts';
import { readNamespaces } from './read-namespaces.ts';
import { readThreads } from './read-threads.ts';
import { readStat } from './walk-tree.ts';

export interface ReadTask {
  task: Task;
  view: Fact<RootView>;
  mounts: Fact<Mount[]>;
  pages: Fact<DumpedPages>;
}

export interface TreeReading {
  mappedFiles: MappedFiles;
  signal?: AbortSignal;
}

const readIds = (pid: number) => {
  const stat = readStat(pid);
  const { tgid: _, allowedCpus: __, ...status } = parseStatus(readText(`/proc/${pid}/status`));
  const { comm, state, ppid, pgid, sid, startTimeTicks, ttyNr } = stat;
  return { pid, ppid, pgid, sid, comm, state, startTimeTicks, ttyNr, ...status };
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
  const types = mounts.known ? mounts.value.map((mount) => [mount.mountId, mount.filesystem] as const) : [];
  try {
    return known(await readFds({ pid, view: view.value, filesystems: new Map(types) }, reading.signal));
  } catch (error) {
    reading.signal?.throwIfAborted();
    return unknown<never>(reasonOf(error, `/proc/${pid}/fd`));
  }
};

const ended = unknown<never>('The process has ended and only waits to be reaped.');

/** A zombie has neither files nor memory any more, and CRIU restores it as one: that is knowledge, not ignorance. */
const zombie = (ids: ReturnType<typeof readIds>): ReadTask => {
  const gone = { commandLine: ended, exe: ended, cwd: ended, root: ended, cgroups: ended, namespaces: ended };
  return {
    task: { ...ids, ...gone, threads: readThreads(ids.pid), fds: known([]), mappings: known([]) },
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
    const ids = readIds(pid);
    if (ids.state === 'Z') return zombie(ids);
    const view = attempt(`/proc/${pid}/root`, () => readRootView(pid));
    const mounts = attempt(`/proc/${pid}/mountinfo`, () => parseMountinfo(readText(`/proc/${pid}/mountinfo`)));
    const fds = await attemptFds(pid, view, mounts, reading);
    const memory = view.known
      ? attempt(`/proc/${pid}/smaps`, () => readMappings(pid, view.value, reading.mappedFiles))
      : view;
    const task: Task = {
      ...ids,
      threads: readThreads(pid),
      commandLine: attempt(`/proc/${pid}/cmdline`, () => parseCommandLine(readText(`/proc/${pid}/cmdline`))),
      exe: readLinked(pid, 'exe', view),
      cwd: readLinked(pid, 'cwd', view),
      root: readLinked(pid, 'root', view),
      cgroups: attempt(`/proc/${pid}/cgroup`, () => parseCgroup(readText(`/proc/${pid}/cgroup`))),
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
