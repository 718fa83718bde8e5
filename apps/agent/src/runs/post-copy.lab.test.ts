import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { DrivenMove } from '../lab-harness/drive-move.ts';
import type { LabAgent } from '../lab-harness/lab-agent.ts';
import { findDisorder, type LabWorkload } from '../lab-harness/lab-workload.ts';
import { type MoveStage, setStage } from '../lab-harness/move-stage.ts';

let stage: MoveStage;
beforeAll(async () => {
  stage = await setStage(inject('labSet'), inject('criuPath'));
});
afterEach(() => stage.clean());
afterAll(() => stage?.end());

const snapshots = async () => ({ a: await stage.hostA.snapshot(), b: await stage.hostB.snapshot() });
const hostOf = (agent: LabAgent) => (agent.host === 'lab-a' ? stage.hostA : stage.hostB);
const pipeLimit = () => Number(readFileSync('/proc/sys/fs/pipe-max-size', 'utf8'));

/** Kills what runs in one of a run's cgroups and has the word in its command line. */
const killIn = (agent: LabAgent, cgroup: string, word: string): void => {
  const pids = hostOf(agent)
    .pidsIn(cgroup)
    .filter((pid) => word === '' || commandLineOf(pid).includes(word));
  expect(pids.length, `no ${word} in ${cgroup}`).toBeGreaterThan(0);
  for (const pid of pids) killIfThere(pid);
};

const commandLineOf = (pid: number): string[] => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
};

const killIfThere = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

describe('a post-copy between two hosts', () => {
  it('moves the counter there and back: no number missing, same connection, nothing left behind', async () => {
    const counter = await stage.start('counter');
    const before = await snapshots();
    const limitBefore = pipeLimit();
    for (const host of ['lab-b', 'lab-a']) {
      const move = stage.moveOf(counter, { mode: 'post-copy' });
      const lines = await move.whole();
      expect(lines[0]).toMatch(/runs: same program/);
      expect(counter.place.host).toBe(host);
      // CRIU's own figure of a lazy dump is many minutes: what passed here is told instead.
      const { dumped } = await move.source.waitFor(move.runId, 'gone');
      expect(dumped?.frozenUs).toBeGreaterThan(1000);
      expect(dumped?.frozenUs).toBeLessThan(120_000_000);
      await counter.makeProgress();
    }
    expect(findDisorder(counter.observed)).toEqual([]);
    expect(counter.connections).toBe(1);
    await expect.poll(snapshots, { timeout: 20_000 }).toEqual(before);
    // The limit is the whole machine's: another lab beside this one may have raised it meanwhile, or lowered it since.
    await expect.poll(pipeLimit, { timeout: 60_000 }).toBeLessThanOrEqual(limitBefore);
  });

  it('lets CRIU end the tree when the end is asked for as soon as the copy has everything', async () => {
    const counter = await stage.start('counter');
    const move = stage.moveOf(counter, { mode: 'post-copy', bandwidthBytesPerSecond: 32 << 20 });
    await move.prepare();
    await move.dump();
    await move.restore();
    await move.commitAndRelease();
    await move.waitForPages();
    const ask = () => move.source.call('end-source', { ...move.key, reason: 'a test' });
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([{ state: 'gone' }, { state: 'gone' }, { state: 'gone' }]);
    expect((await move.source.waitFor(move.runId, 'gone')).dumped?.frozenUs).toBeGreaterThan(1000);
    await counter.makeProgress();
    expect(counter.connections).toBe(1);
  });
});

it('keeps the connections of clients of the echo server', async () => {
  const echo = await stage.start('echo-server');
  const errors = echo.clientErrors;
  await stage.moveOf(echo, { mode: 'post-copy' }).whole();
  expect(echo.place.host).toBe('lab-b');
  await echo.makeProgress();
  expect(echo.clientErrors).toBe(errors);
});

describe('before the commit of a post-copy', () => {
  const losses: [string, (move: DrivenMove) => unknown][] = [
    ['a person who gives up', (move) => move.source.call('give-source-back', { ...move.key, reason: 'a test' })],
    ['the death of CRIU on the source', (move) => killIn(move.source, `godwit/criu/${move.runId}`, 'dump')],
    ['the death of its hold process', (move) => killIn(move.source, `godwit/holds/${move.runId}`, '')],
    ['the death of the page daemon', (move) => killIn(move.destination, `godwit/criu/${move.runId}`, 'lazy-pages')],
    ['the death of the copy’s hold process', (move) => killIn(move.destination, `godwit/holds/${move.runId}`, '')],
  ];
  it.each(losses)('%s costs nothing: the source runs on with its connections', async (_, lose) => {
    const echo = await stage.start('echo-server');
    const { pid } = echo.place;
    const errors = echo.clientErrors;
    const move = stage.moveOf(echo, { mode: 'post-copy' });
    await move.prepare();
    await move.dump();
    await move.restore();
    await lose(move);
    await move.source.waitFor(move.runId, 'given-back');
    await move.destination.call('discard-copy', { ...move.key, reason: 'a test' });
    await echo.makeProgress();
    expect(echo.place).toMatchObject({ pid, host: 'lab-a' });
    expect(echo.clientErrors).toBe(errors);
    expect(await stage.hostA.run('nft', 'list', 'ruleset')).toBe('');
  });
});

describe('after the commit of a post-copy', () => {
  /** A line so slow that most of the memory is still on the source. */
  const running = async (): Promise<{ counter: LabWorkload; move: DrivenMove; pid: number }> => {
    const counter = await stage.start('counter');
    const { pid } = counter.place;
    const move = stage.moveOf(counter, { mode: 'post-copy', bandwidthBytesPerSecond: 1 << 20 });
    await move.prepare();
    await move.dump();
    await move.restore();
    await move.commitAndRelease();
    return { counter, move, pid };
  };

  const losses: [string, (move: DrivenMove) => unknown][] = [
    ['CRIU on the source', (move) => killIn(move.source, `godwit/criu/${move.runId}`, 'dump')],
    ['the hold process of the source', (move) => killIn(move.source, `godwit/holds/${move.runId}`, '')],
    ['the page daemon', (move) => killIn(move.destination, `godwit/criu/${move.runId}`, 'lazy-pages')],
    ['the hold process of the copy', (move) => killIn(move.destination, `godwit/holds/${move.runId}`, '')],
  ];
  it.each(losses)(
    'the death of %s loses memory, which is told, and nothing runs with zeros in its place',
    async (_, lose) => {
      const { counter, move, pid } = await running();
      await lose(move);
      const last = () => move.destination.statesOf(move.runId).at(-1);
      await expect.poll(() => last()?.state, { timeout: 60_000 }).toBe('failed');
      expect(last()).toMatchObject({ errorCode: 'memory-lost', mayHaveRun: true, pages: { complete: false } });
      expect(last()?.reason).toMatch(/^Memory pages were lost: /);
      // The copy is ended; the source stands behind its fence, and nobody makes it run.
      expect(counter.place).toMatchObject({ pid, host: 'lab-a' });
      const { length } = counter.observed;
      await sleep(300);
      expect(counter.observed).toHaveLength(length);
      await expect(move.source.call('give-source-back', { ...move.key, reason: 'a test' })).resolves.toMatchObject({
        state: 'committed',
      });
      await expect(move.source.call('end-source', { ...move.key, reason: 'a test' })).resolves.toEqual({
        state: 'gone',
      });
      expect(counter.places).toEqual([]);
      expect(findDisorder(counter.observed)).toEqual([]);
      await Promise.all([move.source.call('sweep-run', move.key), move.destination.call('sweep-run', move.key)]);
    },
  );
});
