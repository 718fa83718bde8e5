import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { TaskStatus } from '@godwit/criu-driver';
import type { FrozenTask } from '../channel/messages.ts';
import { innerPidOf } from '../containers/inner-pid.ts';

/** What can be read of a task without touching it, and must be the same in the copy. */
export const describeTask = (task: TaskStatus): FrozenTask => ({
  ...describeOutsideOfMemory(task),
  commandLine: readText(`/proc/${task.pid}/cmdline`).replaceAll('\0', ' ').trim().slice(0, 4096),
});

/** The part of it that the kernel knows without looking into the memory of the task. */
export const describeOutsideOfMemory = ({ pid, ppid, comm }: TaskStatus): Omit<FrozenTask, 'commandLine'> => ({
  pid,
  ppid,
  comm,
  exe: readLink(`/proc/${pid}/exe`),
  cwd: readLink(`/proc/${pid}/cwd`),
  threads: countEntries(`/proc/${pid}/task`),
  fds: countEntries(`/proc/${pid}/fd`),
  ...innerPid(pid),
  uid: Number(/^Uid:\s+(\d+)/m.exec(readText(`/proc/${pid}/status`))?.[1] ?? -1),
});

/** In a container a process has another number, which is the one its copy has again. */
const innerPid = (pid: number): Pick<FrozenTask, 'innerPid'> => {
  const inner = innerPidOf(pid);
  return inner === null || inner === pid ? {} : { innerPid: inner };
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const readLink = (file: string): string => {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
};

const countEntries = (dir: string): number => {
  try {
    return readdirSync(dir).length;
  } catch {
    return 0;
  }
};
