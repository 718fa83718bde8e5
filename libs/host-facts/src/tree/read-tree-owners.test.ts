import { expect, it } from 'vitest';
import { readTreeOwners } from './read-tree-owners.ts';

it('names the pids, the parents and the uid of a tree', () => {
  const owners = readTreeOwners(process.pid);
  expect(owners.pids[0]).toBe(process.pid);
  expect(owners.ancestors[0]).toBe(process.ppid);
  expect(owners.uids).toContain(process.getuid?.());
});

it('does not make an owner up for a process that is not there', () => {
  expect(() => readTreeOwners(2 ** 22 - 1)).toThrow();
});
