import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const treeProgram = fileURLToPath(new URL('./process-tree.py', import.meta.url));

/**
 * Starts a tree of Python processes.
 *
 * @param {number} size number of processes
 * @param {string} scratch a directory
 * @param {number} more descriptors that each process holds beside the few of its own: files, pipes and pairs of sockets
 */
export async function startTree(size, scratch, more = 0) {
  const output = path.join(scratch, `output-${size}-${more}`);
  const out = openSync(output, 'w');
  spawn('/usr/bin/python3', [treeProgram, String(size), String(more)], {
    cwd: scratch,
    detached: true,
    stdio: ['ignore', out, out],
  });
  for (let waited = 0; !/^ready \d+/m.test(existsSync(output) ? readFileSync(output, 'utf8') : ''); waited += 50) {
    if (waited > 30_000) throw new Error('The tree did not start.');
    await sleep(50);
  }
  const pid = Number(/^ready (\d+)/m.exec(readFileSync(output, 'utf8'))[1]);
  const children = () =>
    readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return { pid, pids: () => [...children(), pid] };
}
