import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
import { signalTask, waitUntilGone } from './end-task.ts';
import { listTree } from './list-tree.ts';
import { isAlive, readTask } from './read-task.ts';

it('reads this very process', () => {
  const self = readTask(process.pid);
  expect(self).toMatchObject({ pid: process.pid, ppid: process.ppid });
  expect(self && isAlive(self)).toBe(true);
  expect(readTask(2 ** 22 + 1)).toBeNull();
});

it('lists a tree with all below', async () => {
  const child = spawn('sh', [], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.write('sleep 60 & sleep 60 & echo ready; wait\n');
  await once(child.stdout, 'data');
  // Between fork and exec a child still has its parent's name.
  await vi.waitFor(() => expect(listTree(child.pid ?? 0).map(({ comm }) => comm)).toEqual(['sh', 'sleep', 'sleep']));
  const tree = listTree(child.pid ?? 0);
  for (const task of tree) expect(signalTask(task, 'SIGKILL')).toBe(true);
  expect(await waitUntilGone(tree, 5000)).toEqual([]);
});

it('never signals another process under the same pid', () => {
  const impostor = { pid: process.pid, startTimeTicks: 1 };
  expect(isAlive(impostor)).toBe(false);
  expect(signalTask(impostor, 'SIGKILL')).toBe(false);
});
