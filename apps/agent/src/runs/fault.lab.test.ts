import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { DrivenMove } from '../lab-harness/drive-move.ts';
import { findDisorder, type LabWorkload } from '../lab-harness/lab-workload.ts';
import { type MoveStage, setStage } from '../lab-harness/move-stage.ts';

let stage: MoveStage;
beforeAll(async () => {
  stage = await setStage(inject('labSet'), inject('criuPath'));
});
afterEach(() => stage.clean());
afterAll(() => stage?.end());

const stateDir = `/var/lib/harness-${process.pid}`;
const imagesOnB = (move: DrivenMove) => stage.hostB.fileOf(`${stateDir}/runs/${move.runId}/images`);

const startCounter = async (): Promise<{ counter: LabWorkload; move: DrivenMove; pid: number }> => {
  const counter = await stage.start('counter');
  return { counter, move: stage.moveOf(counter), pid: counter.place.pid };
};

const expectRunsOnSource = async ({ counter, pid }: { counter: LabWorkload; pid: number }): Promise<void> => {
  await counter.makeProgress();
  expect(counter.place).toMatchObject({ pid, host: 'lab-a' });
  expect(findDisorder(counter.observed)).toEqual([]);
  expect(counter.connections).toBe(1);
  expect(await stage.hostA.run('nft', 'list', 'ruleset')).toBe('');
};

const lastOf = (move: DrivenMove) => move.destination.statesOf(move.runId).at(-1);

const startDump = (move: DrivenMove) =>
  move.source.call('start-dump', { ...move.key, criuArguments: ['--tcp-established'], holdSeconds: 60 });

describe('what arrives is not what was sent', () => {
  it('one flipped byte in a page file: the copy is never voted for', async () => {
    const { counter, move, pid } = await startCounter();
    await move.prepare();
    await move.dump();
    const file = path.join(imagesOnB(move), 'pages-1.img');
    const fd = openSync(file, 'r+');
    const byte = Buffer.alloc(1);
    const at = Math.floor(statSync(file).size / 2);
    readSync(fd, byte, 0, 1, at);
    writeSync(fd, Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, at);
    closeSync(fd);
    await move.destination.call('start-restore', { ...move.key, criuArguments: ['--tcp-established'] });
    while (!['failed', 'held'].includes(lastOf(move)?.state ?? '')) await sleep(10);
    expect(lastOf(move)).toMatchObject({ state: 'failed', errorCode: 'images-differ', mayHaveRun: false });
    expect(lastOf(move)?.reason).toMatch(/pages-1\.img has the SHA-256/);
    expect(counter.place.pid).toBe(pid);
    await move.source.call('give-source-back', { ...move.key, reason: 'the images differ' });
    await expectRunsOnSource({ counter, pid });
  });

  it('nothing of the memory is readable on the wire or left on the source', async () => {
    const { counter, move } = await startCounter();
    await move.whole();
    expect(counter.place.host).toBe('lab-b');
    const left = readdirSync(stage.hostA.fileOf(`${stateDir}/runs/${move.runId}`));
    expect(left.filter((name) => /images|keys/.test(name))).toEqual([]);
  });
});

describe('the channel breaks', () => {
  it('while images are sent: the source runs on, the destination says why', async () => {
    const { counter, move, pid } = await startCounter();
    await move.prepare();
    await startDump(move);
    while (lastOf(move)?.state !== 'receiving') await sleep(1);
    for (const victim of stage.hostB.pidsIn(`godwit/holds/${move.runId}`)) process.kill(victim, 'SIGKILL');
    await move.source.waitFor(move.runId, 'given-back');
    const aborted = move.source.statesOf(move.runId).find(({ state }) => state === 'aborted');
    expect(aborted).toMatchObject({ errorCode: 'channel-broken' });
    while (lastOf(move)?.state !== 'failed') await sleep(10);
    expect(await move.destination.call('discard-copy', { ...move.key, reason: 'a test' })).toEqual({
      state: 'discarded',
    });
    await expectRunsOnSource({ counter, pid });
  });

  it('lets nobody in who has another certificate', async () => {
    const { counter, move, pid } = await startCounter();
    const wrong = move.prepare('0'.repeat(64));
    await expect(wrong).rejects.toThrow(/does not fit what the agent/);
    expect(counter.place.pid).toBe(pid);
  });
});

/** Does something while a directory of a host lies on a disk with less room than the counter's memory takes. */
const onSmallDisk = async (host: typeof stage.hostA, directory: string, action: () => Promise<void>): Promise<void> => {
  const inHost = ['nsenter', '--target', '1', '--mount'] as const;
  await host.run(...inHost, 'mount', '-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', directory);
  try {
    await action();
  } finally {
    await host.run('umount', '-l', directory);
  }
};

describe('the destination is full', () => {
  it('says so beforehand when it is known', async () => {
    const { counter, move, pid } = await startCounter();
    await expect(move.prepare(undefined, 1e15)).rejects.toThrow(/MiB are free/);
    await expectRunsOnSource({ counter, pid });
  });

  it('says so when the disk fills up on the way, and the source runs on', async () => {
    const { counter, move, pid } = await startCounter();
    await move.prepare(undefined, 1);
    const images = `${stateDir}/runs/${move.runId}/images`;
    await onSmallDisk(stage.hostB, images, async () => {
      await startDump(move);
      await move.source.waitFor(move.runId, 'given-back');
      while (lastOf(move)?.state !== 'failed') await sleep(10);
      expect(lastOf(move)).toMatchObject({ errorCode: 'disk-full' });
      const aborted = move.source.statesOf(move.runId).find(({ state }) => state === 'aborted');
      expect(aborted).toMatchObject({ errorCode: 'disk-full' });
      await expectRunsOnSource({ counter, pid });
    });
  });

  it('the same on the source: CRIU fails, the tree runs on', async () => {
    const { counter, move, pid } = await startCounter();
    await move.prepare();
    const images = `${stateDir}/runs/${move.runId}/images`;
    await onSmallDisk(stage.hostA, images, async () => {
      await startDump(move);
      await move.source.waitFor(move.runId, 'given-back');
      const aborted = move.source.statesOf(move.runId).find(({ state }) => state === 'aborted');
      expect(aborted).toMatchObject({ errorCode: 'disk-full' });
      await expectRunsOnSource({ counter, pid });
    });
  });
});

describe('commands that do not fit', () => {
  it('refuses what CRIU may not be told, a reused pid, a taken id and a command out of order', async () => {
    const { counter, move, pid } = await startCounter();
    await move.prepare();
    const forbidden = move.source.call('start-dump', {
      ...move.key,
      criuArguments: ['--action-script=/bin/x'],
      holdSeconds: 9,
    });
    await expect(forbidden).rejects.toThrow(/not on its list/);
    expect(move.source.statesOf(move.runId).at(-1)?.state).toBe('prepared');
    await move.source.call('give-source-back', { ...move.key, reason: 'a test' });
    await expect(startDump(move)).rejects.toThrow(/given-back/);
    await expectRunsOnSource({ counter, pid });
    await move.abandon();
    const reused = stage.moveOf(counter, { startTimeTicks: 1 });
    await expect(reused.prepare()).rejects.toThrow(/not the one that was checked/);
    await reused.abandon();
    const taken = stage.moveOf(counter, { ids: [1] });
    await expect(taken.prepare()).rejects.toThrow(/id 1 is taken/);
  });

  it('gives back a tree that CRIU refuses, with the line of its log', async () => {
    const { counter, move, pid } = await startCounter();
    await move.prepare();
    await move.source.call('start-dump', { ...move.key, criuArguments: [], holdSeconds: 60 });
    await move.source.waitFor(move.runId, 'given-back');
    const aborted = move.source.statesOf(move.runId).find(({ state }) => state === 'aborted');
    expect(aborted).toMatchObject({ errorCode: 'criu-failed' });
    expect(aborted?.reason).toMatch(/--tcp-established/);
    await expectRunsOnSource({ counter, pid });
  });
});

describe('a journal', () => {
  it('of which the last line was cut off by a crash is read up to there', async () => {
    const { move } = await startCounter();
    await move.prepare();
    const file = stage.hostA.fileOf(`${stateDir}/runs/${move.runId}/journal.jsonl`);
    for (const victim of stage.hostA.pidsIn(`godwit/holds/${move.runId}`)) process.kill(victim, 'SIGKILL');
    await move.source.waitFor(move.runId, 'given-back');
    writeFileSync(file, '{"kind":"state","sta', { flag: 'a' });
    const { run } = await move.source.call('report-run', { runId: move.runId });
    expect(run).toMatchObject({ state: 'given-back' });
    await move.source.call('sweep-run', move.key);
    expect(readFileSync(file, 'utf8')).toMatch(/"state":"swept"[^\n]*\n$/);
    expect(readFileSync(file, 'utf8')).not.toContain('"sta{');
  });
});
