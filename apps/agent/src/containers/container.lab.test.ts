import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageBody } from '@godwit/agent-protocol';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ContainerStage, setContainerStage } from '../lab-harness/container-stage.ts';
import type { LabContainer } from '../lab-harness/lab-container.ts';
import { LabFacts } from '../lab-harness/lab-facts.ts';
import { findDisorder } from '../lab-harness/lab-workload.ts';
import { readOr } from '../lab-harness/look-at-processes.ts';
import { lookAtHost } from '../lab-harness/whole-host.ts';

let stage: ContainerStage;
let facts: LabFacts;
beforeAll(async () => {
  facts = await LabFacts.build(inject('labSet'));
  stage = await setContainerStage(inject('labSet'), inject('criuPath'));
});
afterEach(() => stage.clean());
afterAll(() => {
  stage?.end();
  facts?.end();
});

const snapshots = async () => ({ a: await stage.hostA.snapshot(), b: await stage.hostB.snapshot() });

const nameOf = (pid: number): string => readOr(`/proc/${pid}/comm`).trim();

const killIn = (host: typeof stage.hostA, cgroup: string, isMeant: (pid: number) => boolean = () => true): void => {
  const pids = host.pidsIn(cgroup).filter(isMeant);
  expect(pids.length, `nothing to kill in ${cgroup}`).toBeGreaterThan(0);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
};

const expectRunsOnSource = async (container: LabContainer, pid: number): Promise<void> => {
  await container.makeProgress();
  expect(await container.list()).toMatchObject([{ host: 'lab-a', pid, status: 'running' }]);
  expect(findDisorder(container.numbers)).toEqual([]);
};

const finished = async (runId: string): Promise<MessageBody<'checkpoint.finished'>> => {
  const find = () =>
    stage.agentA.messages.flatMap((message) =>
      message.type === 'checkpoint.finished' && message.body.runId === runId ? [message.body] : [],
    )[0];
  await expect.poll(find, { timeout: 60_000, interval: 20 }).toBeDefined();
  return find() as MessageBody<'checkpoint.finished'>;
};

describe('a runc container', () => {
  it('moves there and back under its name: no number missing, runc manages it, its old host has forgotten it', async () => {
    const before = await snapshots();
    const container = await stage.startContainer('moved');
    for (const host of ['lab-b', 'lab-a']) {
      const move = await stage.moveOfContainer(container);
      const lines = await move.whole();
      expect(lines[0]).toMatch(/runs: same program/);
      expect(await container.list()).toMatchObject([{ host, status: 'running' }]);
      await container.makeProgress();
    }
    expect(findDisorder(container.numbers)).toEqual([]);
    // What it wrote into its own root came along, and into a directory of its bundle, both times.
    for (const file of ['/var/own', '/beside/own']) {
      const own = (await stage.hostA.run('runc', 'exec', 'moved', 'cat', file)).trim().split('\n').map(Number);
      expect(own[0]).toBe(1);
      expect(findDisorder(own)).toEqual([]);
    }
    await stage.hostA.run('runc', 'kill', 'moved', 'KILL');
    await expect.poll(async () => (await container.list())[0]?.status, { timeout: 10_000 }).toBe('stopped');
    await stage.hostA.run('runc', 'delete', 'moved');
    await expect.poll(snapshots, { timeout: 10_000 }).toEqual(before);
  });

  it('runs on where it was after a cancel, and after SIGKILL of whoever held it or its copy', async () => {
    const container = await stage.startContainer('kept');
    const { pid } = await container.subject();
    const cancelled = await stage.moveOfContainer(container);
    await cancelled.prepare();
    await cancelled.dump();
    await cancelled.restore();
    expect((await container.list()).map(({ host }) => host).sort()).toEqual(['lab-a', 'lab-b']);
    await cancelled.abandon();
    await expectRunsOnSource(container, pid);

    const orphaned = await stage.moveOfContainer(container, { holdSeconds: 20 });
    await orphaned.prepare();
    await orphaned.dump();
    killIn(stage.hostA, `godwit/holds/${orphaned.runId}`);
    await orphaned.source.waitFor(orphaned.runId, 'given-back');
    await expectRunsOnSource(container, pid);
    await orphaned.abandon();

    const lost = await stage.moveOfContainer(container, { holdSeconds: 20 });
    await lost.prepare();
    await lost.dump();
    await lost.restore();
    killIn(stage.hostB, `godwit/holds/${lost.runId}`);
    await lost.destination.waitFor(lost.runId, 'failed');
    await lost.abandon();
    await expectRunsOnSource(container, pid);
    expect(await stage.hostB.run('ls', '/run/runc')).toBe('');
    expect(await stage.hostB.run('sh', '-c', 'ls /var/lib/harness-*/containers')).toBe('');
  });

  it('lays a large root out while it runs on, and leaves nothing of it when that is given up, or its hold process killed', async () => {
    const container = await stage.startContainer('large');
    const { pid } = await container.subject();
    const big = 'rootfs/var/big';
    await stage.hostA.run('dd', 'if=/dev/urandom', `of=/srv/bundles/large/${big}`, 'bs=1M', 'count=300', 'status=none');
    const layOut = async () => {
      const move = await stage.moveOfContainer(container);
      await move.prepare();
      const dumped = move.dump();
      dumped.catch(() => undefined);
      const there = stage.hostB.fileOf(`${stage.agentStateDir}/containers/${move.runId}/${big}`);
      for (const end = performance.now() + 60_000; !existsSync(there) && performance.now() < end; ) await sleep(1);
      expect(stage.hostB.pidsIn(`godwit/holds/${move.runId}`).map(nameOf)).toContain('tar');
      return move;
    };
    const expectNothingOf = async (move: { abandon: () => Promise<void> }) => {
      await move.abandon();
      await expectRunsOnSource(container, pid);
      await expect.poll(() => stage.hostB.run('sh', '-c', 'ls /var/lib/harness-*/containers')).toBe('');
    };
    await expectNothingOf(await layOut());
    const killed = await layOut();
    killIn(stage.hostB, `godwit/holds/${killed.runId}`, (one) => nameOf(one) !== 'tar');
    await killed.source.waitFor(killed.runId, 'given-back');
    expect(killed.source.statesOf(killed.runId).map(({ state }) => state)).not.toContain('held');
    await expectNothingOf(killed);
  });

  it('is rehearsed where its name is taken: built there by runc, never run, and nothing of it is left, whoever is killed', async () => {
    const container = await stage.startContainer('tried');
    const { pid } = await container.subject();
    const numbers = () => container.numbers.length;
    await stage.hostB.run('mkdir', '-p', '/run/runc/tried');
    const before = await lookAtHost(inject('labSet'), 'lab-b');
    const rehearsal = await stage.rehearsalOfContainer(container);
    await rehearsal.prepare();
    await rehearsal.dump();
    const { rehearsed, heldPids } = await rehearsal.built();
    expect(rehearsed).toMatchObject({ passed: true, lines: [expect.stringMatching(/is built: same program/)] });
    expect(heldPids).toHaveLength(1);
    const inside = stage.hostB.pidsIn(`godwit/copies/${rehearsal.runId}/workloads/tried`);
    expect(inside.map((one) => readFileSync(`/proc/${one}/comm`, 'utf8').trim())).toContain('python3');
    const seen = numbers();
    await expectRunsOnSource(container, pid);
    expect(numbers()).toBeGreaterThan(seen);
    await rehearsal.end();
    await expectRunsOnSource(container, pid);
    await expect.poll(() => lookAtHost(inject('labSet'), 'lab-b'), { timeout: 20_000, interval: 200 }).toEqual(before);

    // As CRIU leaves it that dies while it seizes the container.
    const seized = await stage.rehearsalOfContainer(container);
    await seized.prepare();
    await seized.start();
    await seized.source.waitFor(seized.runId, 'dumping');
    await stage.hostA.run('sh', '-c', 'echo 1 > /sys/fs/cgroup/workloads/tried/cgroup.freeze');
    killIn(stage.hostA, `godwit/holds/${seized.runId}`);
    await seized.source.waitFor(seized.runId, 'given-back');
    await seized.end();
    await expectRunsOnSource(container, pid);

    const lost = await stage.rehearsalOfContainer(container);
    await lost.prepare();
    await lost.dump();
    await lost.built();
    killIn(stage.hostB, `godwit/holds/${lost.runId}`);
    await lost.end();
    await expect.poll(() => lookAtHost(inject('labSet'), 'lab-b'), { timeout: 20_000, interval: 200 }).toEqual(before);
    expect(await stage.hostB.run('sh', '-c', 'ls /var/lib/harness-*/containers')).toBe('');
    await stage.hostB.run('rmdir', '/run/runc/tried');
    await expectRunsOnSource(container, pid);
  });

  it('becomes a checkpoint that holds its files, and is restored from it on its host', async () => {
    const container = await stage.startContainer('saved');
    const { pid, startTimeTicks } = await container.subject();
    const runId = randomUUID();
    const request = { workloadKey: 'runc:saved', pid, startTimeTicks, leaveRunning: false, criuArguments: [] };
    await stage.agentA.call('dump-checkpoint', {
      ...request,
      runId,
      epoch: 1,
      container: { runtime: 'runc', id: 'saved' },
    });
    expect(await finished(runId)).toMatchObject({ action: 'dump', error: null });
    expect(await container.list()).toEqual([]);
    const restore = randomUUID();
    await stage.agentA.call('restore-checkpoint', { runId: restore, epoch: 1, checkpointId: runId, criuArguments: [] });
    expect(await finished(restore)).toMatchObject({ action: 'restore', error: null });
    await container.makeProgress();
    expect(await container.list()).toMatchObject([{ host: 'lab-a', status: 'running' }]);
    expect(findDisorder(container.numbers)).toEqual([]);
    await stage.agentA.call('sweep-run', { runId, epoch: 1 });
  });

  it('is found under its name, and judged with what its runtime does by itself', async () => {
    const plain = await stage.startContainer('plain');
    const tied = await stage.startContainer('tied', { binds: ['/srv/only-here'], output: '/var/log/tied.log' });
    const found = (await facts.list(stage.hostA)).filter(({ kind }) => kind === 'container');
    expect(found.map(({ key, rootPid }) => [key, rootPid]).sort()).toEqual([
      ['runc:plain', (await plain.subject()).pid],
      ['runc:tied', (await tied.subject()).pid],
    ]);
    const blockersOf = async (container: LabContainer) => {
      const { pid } = await container.subject();
      const { findings, options } = await facts.judgeMove(pid, stage.hostA, stage.hostB);
      const blockers = findings.filter(({ severity }) => severity === 'blocker');
      return { blockers: blockers.map(({ id, subject }) => [id, subject.path]), options };
    };
    expect(await blockersOf(plain)).toEqual({ blockers: [], options: { dump: [], restore: [] } });
    expect((await blockersOf(tied)).blockers.sort()).toEqual([
      ['destination-containers.path-missing', '/srv/only-here'],
      ['stray-files.unlisted', '/var/log/tied.log'],
    ]);
  });
});
