import { describe, expect, it } from 'vitest';
import { placeInQueue, type RunInLine, sayQueue } from './queue.ts';

const hosts = new Map([
  ['a', { name: 'lab-a', limit: 1 }],
  ['b', { name: 'lab-b', limit: 2 }],
]);
const run = (id: string, hostIds: string[], queued = false): RunInLine => ({ id, workload: `w${id}`, hostIds, queued });

describe('a run', () => {
  it('starts where its hosts have room', () => {
    expect(placeInQueue(run('9', ['a', 'b']), [run('1', ['b'])], hosts)).toBeNull();
    expect(placeInQueue(run('9', ['elsewhere']), [run('1', ['elsewhere'])], hosts)).toBeNull();
  });

  it('waits for those that work on a full host, and says which', () => {
    expect(placeInQueue(run('9', ['a', 'b']), [run('1', ['a'])], hosts)).toEqual({
      place: 1,
      waitsFor: [{ host: 'lab-a', limit: 1, runs: ['w1'] }],
    });
  });

  it('is not overtaken: who waits keeps its place on every host', () => {
    const line = [run('1', ['a']), run('2', ['b']), run('3', ['a', 'b'], true), run('4', ['b'], true)];
    expect(placeInQueue(run('4', ['b']), line, hosts)).toEqual({
      place: 2,
      waitsFor: [{ host: 'lab-b', limit: 2, runs: ['w2', 'w3'] }],
    });
    expect(placeInQueue(run('3', ['a', 'b']), line, hosts)?.place).toBe(1);
  });

  it('goes when the one before it ended', () => {
    const line = [run('3', ['a'], true), run('4', ['a'], true)];
    expect(placeInQueue(run('3', ['a']), line, hosts)).toBeNull();
    expect(placeInQueue(run('4', ['a']), line, hosts)?.place).toBe(2);
  });
});

it('is told in words', () => {
  const queue = { place: 2, waitsFor: [{ host: 'lab-a', limit: 1, runs: ['redis', 'web'] }] };
  expect(sayQueue(queue)).toBe(
    'It is number 2 in line: lab-a takes one run at a time, and redis, web go first. It starts by itself.',
  );
});
