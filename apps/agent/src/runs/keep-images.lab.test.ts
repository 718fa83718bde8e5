import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { DrivenMove, type MoveSubject } from '../lab-harness/drive-move.ts';
import type { LabAgent } from '../lab-harness/lab-agent.ts';
import type { LabHost } from '../lab-harness/lab-host.ts';
import { type MoveStage, setStage } from '../lab-harness/move-stage.ts';

let stage: MoveStage;
beforeAll(async () => {
  stage = await setStage(inject('labSet'), inject('criuPath'));
});
afterAll(() => stage?.end());

const cgroup = '/workloads/kept';
/** Not what the first process of a host calls in its loop. */
const program = ['tail', '-n', '7', '-f', '/dev/null'];
const soon = { timeout: 20_000 };

/** A program of its own on the first host, with an id that nothing has on the second. */
const startWaiter = async ({ hostA }: MoveStage): Promise<MoveSubject> => {
  // The shell is there to be seen for a moment, and leaves the cgroup to what it started.
  const script = `echo 31000 > /proc/sys/kernel/ns_last_pid; setsid --fork ${program.join(' ')}; sleep 1`;
  await hostA.start(cgroup, 'sh', '-c', script);
  await expect.poll(() => hostA.pidsIn(cgroup).length, soon).toBe(1);
  const pid = (await pidOn(hostA)) ?? 0;
  const stat = await hostA.run('cat', `/proc/${pid}/stat`);
  const startTimeTicks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  const nothing = { serviceAddress: null, ports: [], expectedBytes: 10_000_000 };
  return { pid, startTimeTicks, cgroup, ids: [pid], ...nothing };
};

const pidOn = (host: LabHost): Promise<number | null> =>
  host.run('pgrep', '-x', '-f', program.join(' ')).then(Number, () => null);

const outcomeOf = (agent: LabAgent, runId: string) =>
  agent.messages.find((one) => one.type === 'checkpoint.finished' && one.body.runId === runId)?.body;

it('keeps the full checkpoint of a move on its source, restores it there only when nothing of the copy is left, and removes it', async () => {
  const { agentA, agentB, hostA, hostB } = stage;
  const subject = await startWaiter(stage);
  const move = new DrivenMove(agentA, agentB, subject, { keepCheckpoint: true });
  const { key, runId } = move;
  await move.prepare();
  expect(await agentA.call('keep-images', key)).toEqual({ kept: null, removed: [] });
  await move.stage();
  await move.dump();
  await move.restore();
  await move.commit();
  await move.release();
  // The proof does not pass, for whatever reason: this side is not swept.
  const { kept } = await agentA.call('keep-images', key);
  expect(kept?.imageBytes).toBeGreaterThan(10_000);
  await agentB.call('sweep-run', key);
  const dir = hostA.fileOf(path.join(stage.agentStateDir, 'runs', runId));
  expect(readdirSync(`${dir}/images`).join()).toContain('pages-1.img');
  expect(existsSync(`${dir}/keys.json`)).toBe(false);
  expect(hostA.pidsIn(`godwit/holds/${runId}`)).toEqual([]);

  agentA.kill();
  await agentA.start();
  expect((await agentA.call('keep-images', key)).kept).toEqual(kept);
  expect((await agentA.call('describe-images', { checkpointId: runId })).tree.tasks).toHaveLength(1);

  const lives = async () => (await agentB.call('report-run', { runId })).copyLives;
  expect(await lives()).toBe(true);
  const restore = { runId: crypto.randomUUID(), epoch: 1, checkpointId: runId, criuArguments: ['--tcp-close'] };
  await expect(agentA.call('restore-checkpoint', restore)).rejects.toThrow('nothing was said of the copy');
  expect(await pidOn(hostA)).toBeNull();
  await hostB.run('kill', '-KILL', String(await pidOn(hostB)));
  await expect.poll(lives, soon).toBe(false);
  await agentA.call('restore-checkpoint', { ...restore, copy: { basis: 'gone' } });
  await expect.poll(() => outcomeOf(agentA, restore.runId), { timeout: 60_000 }).toMatchObject({ error: null });
  expect(await pidOn(hostA)).toBe(subject.pid);
  expect(hostA.pidsIn(cgroup)).toHaveLength(1);
  await hostA.run('kill', '-KILL', String(subject.pid));

  expect((await agentA.call('sweep-run', key)).removed.join()).toContain(`${runId}/images`);
  expect(existsSync(`${dir}/images`)).toBe(false);
  await expect(agentA.call('restore-checkpoint', { ...restore, runId: crypto.randomUUID() })).rejects.toThrow(
    'no complete checkpoint',
  );
});
