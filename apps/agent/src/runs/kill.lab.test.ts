import { existsSync, readFileSync } from 'node:fs';
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

const hostOf = (agent: LabAgent) => (agent.host === 'lab-a' ? stage.hostA : stage.hostB);

/** Kills everything in one of the run's cgroups, and asserts that there was something. */
const killIn = (agent: LabAgent, cgroup: string): void => {
  const pids = hostOf(agent).pidsIn(cgroup);
  expect(pids.length, `nothing to kill in ${cgroup}`).toBeGreaterThan(0);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
};

/** CRIU itself, not its hook: by the name of the program, in a cgroup. */
const killCriu = (agent: LabAgent, cgroup: string): void => {
  const pids = hostOf(agent)
    .pidsIn(cgroup)
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--images-dir='));
  expect(pids, `no criu in ${cgroup}`).toHaveLength(1);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
};

const heldEcho = async (): Promise<{ echo: LabWorkload; move: DrivenMove; errors: number; pid: number }> => {
  const echo = await stage.start('echo-server');
  const { pid } = echo.place;
  const errors = echo.clientErrors;
  const move = stage.moveOf(echo, { holdSeconds: 20 });
  await move.prepare();
  await move.dump();
  return { echo, move, errors, pid };
};

const expectRunsOnSource = async (echo: LabWorkload, pid: number, errors: number): Promise<void> => {
  await echo.makeProgress();
  expect(echo.place).toMatchObject({ pid, host: 'lab-a' });
  expect(echo.clientErrors).toBe(errors);
  expect(await stage.hostA.run('nft', 'list', 'ruleset')).toBe('');
};

describe('SIGKILL while the source is held', () => {
  it('of the hold process: the hook gives the source back, the agent says so', async () => {
    const { echo, move, errors, pid } = await heldEcho();
    killIn(move.source, `godwit/holds/${move.runId}`);
    await move.source.waitFor(move.runId, 'given-back');
    await expectRunsOnSource(echo, pid, errors);
  });

  it('of criu: the fence holds, then the source is given back with working connections', async () => {
    const { echo, move, errors, pid } = await heldEcho();
    killCriu(move.source, `godwit/criu/${move.runId}`);
    await move.source.waitFor(move.runId, 'given-back');
    await expectRunsOnSource(echo, pid, errors);
  });

  it('of the agent: the hold goes on, and the agent that comes back commits', async () => {
    const { echo, move, errors } = await heldEcho();
    move.source.kill();
    await move.restore();
    await move.source.start();
    const { run } = await move.source.call('report-run', { runId: move.runId });
    expect(run).toMatchObject({ state: 'held', side: 'source' });
    await move.source.call('commit-source', { ...move.key, bootId: run?.bootId ?? '' });
    await move.source.waitFor(move.runId, 'gone');
    await move.release();
    await echo.makeProgress();
    expect(echo.place.host).toBe('lab-b');
    expect(echo.clientErrors).toBe(errors);
  });

  it('of both agents at once: the source runs again within its deadline and one second', async () => {
    const echo = await stage.start('echo-server');
    const { pid } = echo.place;
    const errors = echo.clientErrors;
    const holdSeconds = 4;
    const move = stage.moveOf(echo, { holdSeconds });
    await move.prepare();
    const began = performance.now();
    await move.dump();
    await move.restore();
    for (const agent of [move.source, move.destination]) agent.kill();
    expect(echo.places).toHaveLength(2);
    expect(standsStill(pid)).toBe(true);
    while (standsStill(pid) && performance.now() - began < 30_000) await sleep(5);
    expect((performance.now() - began) / 1000).toBeLessThan(holdSeconds + 1);
    expect((performance.now() - began) / 1000).toBeGreaterThan(holdSeconds / 2);
    await move.source.start();
    await move.destination.start();
    await move.source.waitFor(move.runId, 'given-back');
    const late = await move.source.call('commit-source', { ...move.key, bootId: readBootId(move.source) });
    expect(late).toEqual({ state: 'given-back' });
    await move.destination.call('discard-copy', { ...move.key, reason: 'a test' });
    await expectRunsOnSource(echo, pid, errors);
  });
});

/** Held by CRIU (traced), or behind the fence. */
const standsStill = (pid: number): boolean => {
  const frozen = readFileSync(`${stage.hostA.cgroupDir}/workloads/echo-server/cgroup.freeze`, 'utf8').trim() === '1';
  return frozen || /\) [tT] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
};

const readBootId = (agent: LabAgent): string =>
  readFileSync(hostOf(agent).fileOf('/proc/sys/kernel/random/boot_id'), 'utf8').trim();

describe('a tree that shares its cgroup with others', () => {
  it('is fenced by SIGSTOP: CRIU may die, it is given back, and moves as well', async () => {
    const echo = await stage.start('echo-server');
    const { pid } = echo.place;
    const errors = echo.clientErrors;
    await stage.hostA.start('/workloads/echo-server', 'sleep', '600');
    const held = stage.moveOf(echo);
    await held.prepare();
    await held.dump();
    killCriu(held.source, `godwit/criu/${held.runId}`);
    await held.source.waitFor(held.runId, 'given-back');
    await expectRunsOnSource(echo, pid, errors);
    const move = stage.moveOf(echo);
    await expect(move.prepare()).rejects.toThrow(/brought here by the run/);
    await move.abandon();
    await held.abandon();
    const second = stage.moveOf(echo);
    await second.whole();
    await echo.makeProgress();
    expect(echo.place.host).toBe('lab-b');
    expect(echo.clientErrors).toBe(errors);
  });
});

describe('SIGKILL while CRIU works on the source', () => {
  it('of the hold process before all is written: the source runs on', async () => {
    const counter = await stage.start('counter');
    const { pid } = counter.place;
    const move = stage.moveOf(counter);
    await move.prepare();
    await move.source.call('start-dump', { ...move.key, criuArguments: ['--tcp-established'], holdSeconds: 60 });
    killIn(move.source, `godwit/holds/${move.runId}`);
    await move.source.waitFor(move.runId, 'given-back');
    await counter.makeProgress();
    expect(counter.place).toMatchObject({ pid, host: 'lab-a' });
    expect(findDisorder(counter.observed)).toEqual([]);
    expect(counter.connections).toBe(1);
  });
});

describe('SIGKILL while the copy is held', () => {
  it.each([
    ['criu', (move: DrivenMove) => killCriu(move.destination, 'workloads/counter')],
    ['the hold process', (move: DrivenMove) => killIn(move.destination, `godwit/holds/${move.runId}`)],
  ])('of %s: nothing has run, and the copy is built again from its images', async (_name, kill) => {
    const counter = await stage.start('counter');
    const move = stage.moveOf(counter);
    await move.prepare();
    await move.dump();
    await move.restore();
    const told = move.destination.statesOf(move.runId).length;
    kill(move);
    while (move.destination.statesOf(move.runId).length === told) await sleep(10);
    expect(move.destination.statesOf(move.runId).at(-1)).toMatchObject({ state: 'failed', mayHaveRun: false });
    expect(counter.places.filter(({ host }) => host === 'lab-b')).toEqual([]);
    await move.commit();
    expect(counter.places).toEqual([]);
    await move.destination.call('start-restore', { ...move.key, criuArguments: ['--tcp-established'] });
    while (move.destination.statesOf(move.runId).at(-1)?.state !== 'held') await sleep(10);
    await move.release();
    await counter.makeProgress();
    expect(counter.place.host).toBe('lab-b');
    expect(findDisorder(counter.observed)).toEqual([]);
    expect(counter.connections).toBe(1);
  });

  it('of the agent: it comes back and releases', async () => {
    const counter = await stage.start('counter');
    const move = stage.moveOf(counter);
    await move.prepare();
    await move.dump();
    await move.restore();
    move.destination.kill();
    await move.commit();
    await move.destination.start();
    await move.release();
    await move.finish();
    await counter.makeProgress();
    expect(counter.place.host).toBe('lab-b');
    expect(findDisorder(counter.observed)).toEqual([]);
  });
});

describe('after the commit', () => {
  it('a source without hold process and agent is still ended by the hook, and the agent that comes back proves it', async () => {
    const counter = await stage.start('counter');
    const move = stage.moveOf(counter);
    await move.prepare();
    await move.dump();
    await move.restore();
    // Decided, and everybody who could carry it out is killed in the same moment.
    const dir = stage.hostA.fileOf(`/var/lib/harness-${process.pid}/runs/${move.runId}`);
    const commit = move.source
      .call('commit-source', { ...move.key, bootId: readBootId(move.source) })
      .catch(() => undefined);
    while (!existsSync(`${dir}/decision`)) await sleep(0);
    for (const pid of [...stage.hostA.pidsIn(`godwit/holds/${move.runId}`), move.source.pid])
      process.kill(pid, 'SIGKILL');
    await commit;
    expect(JSON.parse(readFileSync(`${dir}/decision`, 'utf8'))).toMatchObject({ decision: 'committed' });
    await move.source.start();
    await move.source.waitFor(move.runId, 'gone');
    expect(counter.places.filter(({ host }) => host === 'lab-a')).toEqual([]);
    await move.release();
    await counter.makeProgress();
    expect(findDisorder(counter.observed)).toEqual([]);
  });

  it('refuses a release without the proof of this run, and a second decision', async () => {
    const counter = await stage.start('counter');
    const move = stage.moveOf(counter);
    await move.prepare();
    await move.dump();
    await move.restore();
    const gone = {
      runId: crypto.randomUUID(),
      epoch: 1,
      sourceBootId: 'x',
      provedAt: new Date().toISOString(),
      basis: 'journal' as const,
    };
    await expect(move.destination.call('release-copy', { ...move.key, gone })).rejects.toThrow(/another run/);
    await move.commit();
    const back = await move.source.call('give-source-back', { ...move.key, reason: 'too late' });
    expect(back.state).toMatch(/committed|gone/);
    move.epoch = 2;
    await move.release();
    const discard = await move.destination.call('discard-copy', { ...move.key, reason: 'too late' });
    expect(discard.state).toMatch(/releas/);
    await expect(move.source.call('drop-address', { runId: move.runId, epoch: 1 })).rejects.toThrow(/epoch/);
    await counter.makeProgress();
  });
});
