import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { isFenceUp, lowerFence, planFence, raiseFence } from './fence.ts';

const task = { pid: 4_000_000, ppid: 1, state: 'S', comm: 'x', startTimeTicks: 5 };

it('freezes a cgroup of its own, and thaws it', () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'godwit-fence-'));
  writeFileSync(path.join(dir, 'cgroup.freeze'), '0');
  const fence = planFence({ version: 'v2', dir, path: '/x' }, [task], new Set());
  raiseFence(fence);
  expect(readFileSync(path.join(dir, 'cgroup.freeze'), 'utf8')).toBe('1');
  expect(isFenceUp(fence)).toBe(true);
  lowerFence(fence);
  expect(isFenceUp(fence)).toBe(false);
  rmSync(dir, { recursive: true });
  expect(() => lowerFence(fence)).not.toThrow();
});

it('uses the words of the v1 freezer', () => {
  expect(planFence({ version: 'v1', dir: '/f', path: '/x' }, [], new Set())).toMatchObject({
    file: '/f/freezer.state',
    frozen: 'FROZEN',
  });
});

it('stops the tasks of a shared cgroup, but none that was stopped before', () => {
  const fence = planFence(null, [task, { ...task, pid: 4_000_001 }], new Set([4_000_001]));
  expect(fence).toEqual({ kind: 'stop', tasks: [{ pid: 4_000_000, startTimeTicks: 5 }] });
  expect(() => raiseFence(fence)).not.toThrow();
});
