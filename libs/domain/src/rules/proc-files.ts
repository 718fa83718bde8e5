import type { Task } from '../facts/index.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type JudgeContext, type Reported } from './rule.ts';

export const procFiles = defineRule({
  id: 'proc-files',
  title: 'Files of /proc that belong to one task',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['tasks', 'fds'],
  couldBlock: true,
  findings: {
    'thread-file': {
      severity: 'blocker',
      message:
        'Process {pid} has {path} of thread {tid} open as descriptor {fd}. CRIU opens the files before it makes the threads, so the file is not there yet. The dump passes.',
      noticed: 'restore',
      criuError: "Can't open file proc/.* on restore: No such file or directory",
      remedies: [{ text: 'Let the program close the file before the dump.' }],
    },
    'thread-file-dumped': {
      severity: 'caution',
      message:
        'Process {pid} has {path} of thread {tid} open as descriptor {fd}. The dump passes, but it cannot be restored.',
      noticed: 'restore',
      criuError: "Can't open file proc/.* on restore: No such file or directory",
      remedies: [{ text: 'Let the program close the file before the dump.' }],
    },
    'reused-id': {
      severity: 'blocker',
      message:
        'Process {pid} has a directory of the dead process {tid} open as descriptor {fd}, and a thread has that id now. CRIU needs the id for a stand-in of the dead process. The dump passes.',
      noticed: 'restore',
      criuError: 'BUG at criu/pstree\\.c|Conflict with a dead task with the same PID as of this thread',
      remedies: [{ text: 'Let the program close the file before the dump.' }],
    },
    'outside-task': {
      severity: 'blocker',
      message:
        'Process {pid} has {path} open as descriptor {fd}. Process {tid} is not in the tree and will not be on the destination; another one may have its id.',
      noticed: 'restore',
      criuError: "Can't open file proc/.* on restore: No such file or directory",
      remedies: [{ text: 'Let the program close the file before the dump.' }],
    },
  },
  evaluate: ({ tasks, fds }, context) => {
    const ids = readIds(tasks);
    return fds.flatMap((fd) => judgeFd(fd, ids, context) ?? []);
  },
});

type Kind = 'thread-file' | 'thread-file-dumped' | 'reused-id' | 'outside-task';
type Seen = FactValues['fds'][number];

interface Ids {
  processes: Set<number>;
  /** Threads other than the main ones. */
  threads: Set<number>;
}

const readIds = (tasks: Task[]): Ids => ({
  processes: new Set(tasks.flatMap(({ pid, nsPids }) => [pid, nsPids.at(-1) ?? pid])),
  threads: new Set(
    tasks.flatMap(({ pid, threads }) =>
      threads.filter(({ tid }) => tid !== pid).flatMap(({ tid, nsTids }) => [tid, nsTids.at(-1) ?? tid]),
    ),
  ),
});

const taskPath = /^\/proc\/(\d+)(?:\/task\/(\d+))?(?:\/.*?)?( \(deleted\))?$/;

const kindFor = (owner: number, deleted: boolean, ids: Ids, { purpose }: JudgeContext): Kind | null => {
  if (ids.threads.has(owner)) {
    if (purpose === 'dump') return 'thread-file-dumped';
    return deleted ? 'reused-id' : 'thread-file';
  }
  // Every host has a first process.
  const outside = !deleted && !ids.processes.has(owner) && owner !== 1;
  return outside && purpose === 'move' ? 'outside-task' : null;
};

const judgeFd = ({ pid, fd, link, identity }: Seen, ids: Ids, context: JudgeContext): Reported<Kind> | null => {
  const [, process, thread, deleted] = identity?.filesystem === 'proc' ? (taskPath.exec(link) ?? []) : [];
  if (process === undefined) return null;
  const owner = thread !== undefined && thread !== process ? Number(thread) : Number(process);
  const kind = kindFor(owner, deleted !== undefined, ids, context);
  if (kind === null) return null;
  const evidence = { pid: String(pid), fd: String(fd), path: link, tid: String(owner) };
  return { kind, subject: { kind: 'fd', pid, fd, path: link }, evidence };
};
