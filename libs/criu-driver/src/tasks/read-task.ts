import { readFileSync } from 'node:fs';

/** One process, named for ever by pid and start time together (proc_pid_stat(5), field 22, clock ticks since boot). */
export interface TaskIdentity {
  pid: number;
  startTimeTicks: number;
}

export interface TaskStatus extends TaskIdentity {
  ppid: number;
  /** One letter: R, S, D, T (stopped), t (traced), Z, X ... */
  state: string;
  comm: string;
}

/** Reads one process; null when there is none. */
export const readTask = (pid: number): TaskStatus | null => {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // The name is in brackets and may itself hold brackets and blanks.
  const close = stat.lastIndexOf(')');
  const fields = stat.slice(close + 2).split(' ');
  return {
    pid,
    comm: stat.slice(stat.indexOf('(') + 1, close),
    state: fields[0] ?? '?',
    ppid: Number(fields[1]),
    startTimeTicks: Number(fields[19]),
  };
};

/** Whether the very process lives: a zombie or another process under the same pid does not count. */
export const isAlive = (task: TaskIdentity): boolean => {
  const now = readTask(task.pid);
  return now !== null && now.startTimeTicks === task.startTimeTicks && now.state !== 'Z' && now.state !== 'X';
};
