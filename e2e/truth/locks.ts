import { readdirSync, readFileSync } from 'node:fs';

/** What the kernel says of the locks of a process: kind, mode, holder, file and range. Waiting ones are left out. */
export const locksOf = (pids: readonly number[]): string[] =>
  readFileSync('/proc/locks', 'utf8')
    .split('\n')
    .filter((line) => !line.includes('->'))
    .map((line) => line.replace(/^\d+: /, '').trim())
    .filter((line) => pids.includes(Number(line.split(/\s+/)[3])))
    .sort();

/** A process and all below it. */
export const treeOf = (pid: number): number[] => {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const below = threads.flatMap((one) => readFileSync(`/proc/${pid}/task/${one}/children`, 'utf8').trim().split(' '));
    return [pid, ...below.filter(Boolean).flatMap((one) => treeOf(Number(one)))];
  } catch {
    // Of the dead the kernel tells nobody below, and those that are gone hold nothing any more.
    return [pid];
  }
};
