import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import { ChurningTree } from '../lab-harness/churning-tree.ts';
import type { DrivenMove } from '../lab-harness/drive-move.ts';
import { readOr } from '../lab-harness/look-at-processes.ts';
import { type MoveStage, setStage } from '../lab-harness/move-stage.ts';

/** Slow enough that a round of some megabytes lasts seconds, even where everything else is slow. */
const narrow = { mode: 'pre-copy', bandwidthBytesPerSecond: 4 << 20 } as const;
const mebibytes = 12;

/** One tree for all: it must be as well after each of these as before. */
let tree: ChurningTree;
let stage: MoveStage;
let before: Awaited<ReturnType<typeof snapshots>>;
beforeAll(async () => {
  stage = await setStage(inject('labSet'), inject('criuPath'));
  tree = await ChurningTree.start(inject('labSet'), [stage.hostA, stage.hostB], 'churn', mebibytes);
  before = await snapshots();
});
afterEach(() => stage.clean());
afterAll(() => {
  tree?.end();
  stage?.end();
});

const snapshots = async () => ({ a: await stage.hostA.snapshot(), b: await stage.hostB.snapshot() });

/** Pids of a run's processes on the source: CRIU, or the hold process. */
const pidsOf = (move: DrivenMove, kind: 'criu' | 'holds') => stage.hostA.pidsIn(`godwit/${kind}/${move.runId}`);

/** Images of a run that are on the source now. */
const roundsOf = (move: DrivenMove): string => stage.hostA.fileOf(`${stage.agentStateDir}/runs/${move.runId}/images`);

const writtenIn = (dir: string): number =>
  existsSync(dir)
    ? readdirSync(dir).reduce(
        (sum, name) => sum + (name.startsWith('pages-') ? statSync(path.join(dir, name)).size : 0),
        0,
      )
    : 0;

/** Begins the rounds of a move over a line that is kept narrow, and waits until CRIU writes the first: the tree runs again by then. */
const beginRounds = async (move: DrivenMove): Promise<void> => {
  await move.prepare();
  expect(await move.askRounds()).toMatchObject({ state: 'running', stoppedBecause: null });
  await expect.poll(() => writtenIn(path.join(roundsOf(move), 'pre-1')), { timeout: 60_000 }).toBeGreaterThan(0);
};

/** The tree runs where it was, untouched, and nothing of the move is left. */
const expectUntouched = async (move: DrivenMove, pid: number) => {
  await move.destination.call('discard-copy', { ...move.key, reason: 'a test' });
  await Promise.all([move.source.call('sweep-run', move.key), move.destination.call('sweep-run', move.key)]);
  await tree.checkItself();
  expect(tree.place).toMatchObject({ pid, host: 'lab-a' });
  expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^TracerPid:\s+0$/m);
  expect(tree.faults).toEqual([]);
  expect(pidsOf(move, 'criu')).toEqual([]);
  expect(existsSync(roundsOf(move))).toBe(false);
  await expect.poll(snapshots, { timeout: 30_000 }).toEqual(before);
};

it('gives up in a round when it is told so', async () => {
  const { pid } = tree.place;
  const move = stage.moveOf(tree, narrow);
  await beginRounds(move);
  await move.source.call('give-source-back', { ...move.key, reason: 'a test' });
  const { reason, thawProof } = await move.source.waitFor(move.runId, 'given-back');
  expect(reason).toBeUndefined();
  expect(thawProof?.tasks).toBeGreaterThan(0);
  await expect(move.askRounds()).rejects.toThrow(/not prepared/);
  await expectUntouched(move, pid);
});

it('survives the death of its hold process in a round', async () => {
  const { pid } = tree.place;
  const move = stage.moveOf(tree, narrow);
  await beginRounds(move);
  for (const one of pidsOf(move, 'holds')) process.kill(one, 'SIGKILL');
  const { reason } = await move.source.waitFor(move.runId, 'aborted');
  expect(reason).toMatch(/died before the commit/);
  await move.source.waitFor(move.runId, 'given-back');
  await expectUntouched(move, pid);
});

/** To a CRIU that may have ended just now. */
const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

/** Kills CRIU while it only writes, when nothing of the tree is in its hands. @returns false when it was done before */
const killWriter = async (move: DrivenMove): Promise<boolean> => {
  const log = stage.hostA.fileOf(`${stage.agentStateDir}/runs/${move.runId}/work/pre-dump-1.log`);
  const begun = move.askRounds();
  while (!readOr(log).includes("Pre-dumping tasks' memory")) await sleep(1);
  for (const one of pidsOf(move, 'criu')) signal(one, 'SIGSTOP');
  const isDone = readOr(log).includes('finished successfully');
  for (const one of pidsOf(move, 'criu')) signal(one, isDone ? 'SIGCONT' : 'SIGKILL');
  await begun;
  return !isDone;
};

it('survives the death of CRIU while it writes a round', async () => {
  const { pid } = tree.place;
  for (let attempt = 1; attempt <= 5; attempt++) {
    const move = stage.moveOf(tree, narrow);
    await move.prepare();
    const isKilled = await killWriter(move);
    if (isKilled) await expect(move.copyAhead()).rejects.toThrow(/SIGKILL/);
    await move.source.call('give-source-back', { ...move.key, reason: 'a test' });
    await expectUntouched(move, pid);
    if (isKilled) return;
  }
  expect.unreachable('CRIU was always done before');
});

/** Stops CRIU while it holds the tree, before there is anything of it in the tree's memory. @returns false when it was late */
const hangSeizer = async (move: DrivenMove): Promise<boolean> => {
  const log = stage.hostA.fileOf(`${stage.agentStateDir}/runs/${move.runId}/work/pre-dump-1.log`);
  const begun = move.askRounds();
  begun.catch(() => undefined);
  while (!readOr(log).includes('Seized task')) await sleep(1);
  for (const one of pidsOf(move, 'criu')) signal(one, 'SIGSTOP');
  const isEarly = !/parasite/i.test(readOr(log));
  if (!isEarly) for (const one of pidsOf(move, 'criu')) signal(one, 'SIGCONT');
  return isEarly;
};

it('lets the tree run again when CRIU hangs while it holds it', async () => {
  const { pid } = tree.place;
  for (let attempt = 1; attempt <= 8; attempt++) {
    const move = stage.moveOf(tree, { ...narrow, holdSeconds: 3 });
    await move.prepare();
    const isHung = await hangSeizer(move);
    if (isHung) await expect(move.copyAhead()).rejects.toThrow(/stood still for longer than the 3 s/);
    await move.source.call('give-source-back', { ...move.key, reason: 'a test' });
    await expectUntouched(move, pid);
    if (isHung) return;
  }
  expect.unreachable('CRIU was always further');
});

it('moves a tree that changes, unmaps, remaps and forks all the while, and every page of it is right', async () => {
  const move = stage.moveOf(tree, { mode: 'pre-copy' });
  await move.prepare();
  const { rounds, stoppedBecause } = await move.copyAhead({ mostRounds: 3, enoughBytes: 0, leastShrink: 1 });
  expect(rounds.length).toBeGreaterThan(1);
  expect(['most-rounds', 'not-shrinking']).toContain(stoppedBecause);
  expect(rounds[0]?.bytes).toBeGreaterThan(mebibytes << 20);
  expect(rounds.every(({ frozenUs, tookMs }) => frozenUs !== null && frozenUs > 0 && frozenUs < tookMs * 1000)).toBe(
    true,
  );
  expect(move.source.statesOf(move.runId).at(-1)?.state).toBe('prepared');
  // What was sent takes no room on the source any more.
  expect(statSync(path.join(roundsOf(move), 'pre-1/pages-1.img')).blocks).toBe(0);
  await move.dump();
  // Of the root, which comes first, only what changed is written again.
  const sizeOf = (name: string) => statSync(path.join(roundsOf(move), name)).size;
  expect(sizeOf('pages-1.img')).toBeLessThan(sizeOf('pre-1/pages-1.img'));
  await move.restore();
  await move.commit();
  await move.release();
  await tree.checkItself();
  expect(tree.place.host).toBe('lab-b');
  expect(tree.faults).toEqual([]);
  expect(tree.seen.at(-1)?.reused).toBeGreaterThan(0);
  expect((await move.finish())[0]).toMatch(/runs: same program/);
  expect(existsSync(roundsOf(move))).toBe(false);
  const { tables, addresses, mounts } = before.a;
  await expect
    .poll(snapshots, { timeout: 60_000 })
    .toMatchObject({ a: { tables, addresses, mounts }, b: { tables: before.b.tables } });
});
