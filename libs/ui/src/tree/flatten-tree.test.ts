import { expect, it } from 'vitest';
import { flattenTree, type TreeProcess } from './flatten-tree.ts';

const process = (pid: number, ppid: number): TreeProcess => ({
  pid,
  ppid,
  comm: 'sh',
  command: 'sh',
  rssBytes: 0,
  fds: 3,
  threads: 1,
  state: 'S',
  findingSeverity: null,
});

it('puts children below their parent, by pid', () => {
  const placed = flattenTree([process(30, 10), process(10, 1), process(40, 20), process(20, 10)]);
  expect(placed.map(({ process: { pid }, depth }) => [pid, depth])).toEqual([
    [10, 0],
    [20, 1],
    [40, 2],
    [30, 1],
  ]);
});

it('keeps a process that names itself as parent', () => {
  expect(flattenTree([process(1, 0), process(7, 7)]).map((placed) => placed.depth)).toEqual([0, 0]);
});
