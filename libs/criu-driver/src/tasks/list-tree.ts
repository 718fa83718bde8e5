import { readdirSync, readFileSync } from 'node:fs';
import { readTask, type TaskStatus } from './read-task.ts';

/**
 * A process and all below it, root first. Complete only while nothing in it forks: ask a running tree again, or freeze it.
 * Empty when the root does not exist.
 */
export const listTree = (rootPid: number): TaskStatus[] => {
  const tree: TaskStatus[] = [];
  const waiting = [rootPid];
  for (let pid = waiting.shift(); pid !== undefined; pid = waiting.shift()) {
    const task = readTask(pid);
    if (!task) continue;
    tree.push(task);
    waiting.push(...listChildren(pid));
  }
  return tree;
};

/** Children of all threads of a process (proc_pid_task_tid_children(5)). */
const listChildren = (pid: number): number[] => {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((tid) => readChildren(`/proc/${pid}/task/${tid}/children`));
  } catch {
    return [];
  }
};

const readChildren = (file: string): number[] => {
  try {
    return readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    // The thread ended between the listing and now.
    return [];
  }
};
