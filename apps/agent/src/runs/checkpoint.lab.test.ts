import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageBody } from '@godwit/agent-protocol';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { LabAgent } from '../lab-harness/lab-agent.ts';
import type { LabWorkload } from '../lab-harness/lab-workload.ts';
import { type MoveStage, setStage } from '../lab-harness/move-stage.ts';

let stage: MoveStage;
beforeAll(async () => {
  stage = await setStage(inject('labSet'), inject('criuPath'));
});
afterEach(() => stage.clean());
afterAll(() => stage?.end());

const options = ['--tcp-established'];

const finished = async (agent: LabAgent, runId: string): Promise<MessageBody<'checkpoint.finished'>> => {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(5)) {
    const bodies = agent.messages.map((message) => (message.type === 'checkpoint.finished' ? message.body : null));
    const found = bodies.find((body) => body?.runId === runId);
    if (found) return found;
  }
  throw new Error('the checkpoint did not finish');
};

const dump = async (workload: LabWorkload, leaveRunning: boolean, criuArguments = options) => {
  const runId = randomUUID();
  const { pid, startTimeTicks } = workload.subject;
  const key = { runId, epoch: 1, workloadKey: 'test' };
  await stage.agentA.call('dump-checkpoint', { ...key, pid, startTimeTicks, leaveRunning, criuArguments });
  return { runId, outcome: await finished(stage.agentA, runId) };
};

const restore = async (checkpointId: string) => {
  const runId = randomUUID();
  await stage.agentA.call('restore-checkpoint', { runId, epoch: 1, checkpointId, criuArguments: options });
  return finished(stage.agentA, runId);
};

const checkpointDir = (runId: string) => stage.hostA.fileOf(`/var/lib/harness-${process.pid}/checkpoints/${runId}`);

describe('a checkpoint', () => {
  it('that leaves the tree running: it runs on, images are private, a restore is refused while it lives', async () => {
    const echo = await stage.start('echo-server');
    const errors = echo.clientErrors;
    const { pid } = echo.place;
    const { runId, outcome } = await dump(echo, true);
    expect(outcome).toMatchObject({ action: 'dump', error: null });
    expect(outcome.imageBytes).toBeGreaterThan(1 << 20);
    expect(outcome.frozenUs).toBeGreaterThan(100);
    await echo.makeProgress();
    expect(echo.place.pid).toBe(pid);
    expect(echo.clientErrors).toBe(errors);
    expect(statSync(`${checkpointDir(runId)}/images`).mode & 0o777).toBe(0o700);
    expect(readdirSync(`${checkpointDir(runId)}/images`)).toContain('pages-1.img');
    await expect(restore(runId)).rejects.toThrow(/lives, and the checkpoint holds/);
    expect(await stage.hostA.run('nft', 'list', 'ruleset')).toBe('');
    await stage.agentA.call('sweep-run', { runId, epoch: 1 });
    expect(readdirSync(checkpointDir(runId))).not.toContain('images');
    await expect(restore(runId)).rejects.toThrow(/no complete checkpoint/);
    const ofThisRun = async () => (await stage.hostA.snapshot()).cgroups.filter((dir) => dir.includes(runId));
    await vi.waitFor(async () => expect(await ofThisRun()).toEqual([]), 5000);
  });

  it('that ends the tree, and its restore on the same host: same pid, same cgroup, its clients wait', async () => {
    const echo = await stage.start('echo-server');
    const errors = echo.clientErrors;
    const { insidePid } = echo.place;
    const { runId, outcome } = await dump(echo, false);
    expect(outcome.error).toBeNull();
    expect(echo.places).toEqual([]);
    const back = await restore(runId);
    expect(back).toMatchObject({ action: 'restore', error: null, rootPid: insidePid });
    await echo.makeProgress();
    expect(echo.place).toMatchObject({ insidePid, host: 'lab-a' });
    expect(readFileSync(`/proc/${echo.place.pid}/cgroup`, 'utf8')).toMatch(/\/workloads\/echo-server\n/);
    expect(echo.clientErrors).toBe(errors);
  });

  it('that CRIU refuses: the tree runs on, the log names the cause, nothing is kept', async () => {
    const echo = await stage.start('echo-server');
    const { pid } = echo.place;
    const { runId, outcome } = await dump(echo, false, []);
    expect(outcome.error).toMatchObject({ code: 'criu-failed' });
    expect(outcome.error?.message).toMatch(/tcp-established/);
    expect(outcome.logTail.join('\n')).toMatch(/Dumping FAILED/);
    await echo.makeProgress();
    expect(echo.place.pid).toBe(pid);
    await expect(restore(runId)).rejects.toThrow(/no complete checkpoint/);
  });

  it('whose hold process is killed while it works: the tree runs, and the agent says that it failed', async () => {
    const counter = await stage.start('counter');
    const runId = randomUUID();
    const { pid, startTimeTicks } = counter.subject;
    const request = { runId, epoch: 1, workloadKey: 'test', pid, startTimeTicks, leaveRunning: false };
    await stage.agentA.call('dump-checkpoint', { ...request, criuArguments: options });
    while (stage.hostA.pidsIn(`godwit/criu/${runId}`).length === 0) await sleep(1);
    for (const victim of stage.hostA.pidsIn(`godwit/holds/${runId}`)) process.kill(victim, 'SIGKILL');
    const outcome = await finished(stage.agentA, runId);
    expect(outcome.error).toMatchObject({ code: 'process-changed' });
    await counter.makeProgress();
    expect(counter.place.host).toBe('lab-a');
  });

  it('survives the death of the agent: the next one tells how it ended', async () => {
    const counter = await stage.start('counter');
    const runId = randomUUID();
    const { pid, startTimeTicks } = counter.subject;
    const request = { runId, epoch: 1, workloadKey: 'test', pid, startTimeTicks, leaveRunning: true };
    await stage.agentA.call('dump-checkpoint', { ...request, criuArguments: options });
    stage.agentA.kill();
    // Long enough for the dump to end while nobody listens.
    await sleep(3000);
    await stage.agentA.start();
    expect(await finished(stage.agentA, runId)).toMatchObject({ error: null, action: 'dump' });
    await counter.makeProgress();
  });
});
