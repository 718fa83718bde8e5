import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { DrivenMove } from '../lab-harness/drive-move.ts';
import type { LabAgent } from '../lab-harness/lab-agent.ts';
import { type MoveStage, setStage } from '../lab-harness/move-stage.ts';
import { SupervisedWorkload } from '../lab-harness/supervised-workload.ts';

let stage: MoveStage;
let workload: SupervisedWorkload;
const moves: DrivenMove[] = [];

beforeAll(async () => {
  stage = await setStage(inject('labSet'), inject('criuPath'));
});
afterEach(async () => {
  for (const move of moves.splice(0)) await move.abandon();
  workload.end();
});
afterAll(() => stage?.end());

const patient = { timeout: 30_000, interval: 20 };

const begin = async (kind: 'startLoop' | 'startSupervisord') => {
  workload = new SupervisedWorkload(inject('labSet'), [stage.hostA, stage.hostB]);
  const control = await workload[kind]();
  await expect.poll(() => workload.copies.length, patient).toBe(1);
  await expect.poll(() => workload.births.length, patient).toBe(1);
  return control;
};

const moveFrom = (source: LabAgent, destination: LabAgent): DrivenMove => {
  const move = new DrivenMove(source, destination, workload.subject, {
    // A child of supervisord leads no session.
    criuArguments: ['--shell-job'],
    restoreArguments: ['--shell-job'],
    holdSeconds: 30,
  });
  moves.push(move);
  return move;
};

const hold = async (): Promise<DrivenMove> => {
  const move = moveFrom(stage.agentA, stage.agentB);
  await move.prepare();
  await move.dump();
  expect(workload.supervisorState).toBe('T');
  return move;
};

/** The supervisor is free again, which it shows by starting the program again when that is killed. */
const expectRestart = async (): Promise<void> => {
  const [copy] = workload.copies;
  expect(workload.births).toHaveLength(1);
  expect(copy).toMatchObject({ host: 'lab-a' });
  process.kill(copy?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => workload.births.length, patient).toBe(2);
  await expect.poll(() => workload.copies.length, patient).toBe(1);
};

const notesOf = (agent: LabAgent, runId: string): string[] =>
  agent.messages
    .flatMap((message) =>
      message.type === 'run.progressed' && message.body.runId === runId ? message.body.events : [],
    )
    .flatMap((event) => (event.type === 'side.noted' ? [event.text] : []));

describe('a restart loop', () => {
  it('is stopped before the freeze and ended after the commit: there and back with one start', async () => {
    await begin('startLoop');
    const there = await hold();
    await there.restore();
    expect(workload.copies).toHaveLength(2);
    await there.commit();
    await there.release();
    await expect.poll(() => workload.supervisorState, patient).toBeNull();
    expect(workload.copies).toMatchObject([{ host: 'lab-b' }]);
    await there.finish();
    expect(notesOf(stage.agentA, there.runId)).toEqual([
      expect.stringMatching(/stands still/),
      expect.stringMatching(/was ended/),
    ]);
    await moveFrom(stage.agentB, stage.agentA).whole();
    expect(workload.copies).toMatchObject([{ host: 'lab-a' }]);
    expect(workload.births).toHaveLength(1);
  });

  it('goes on after the death of hold process and agent', async () => {
    await begin('startLoop');
    const move = await hold();
    for (const pid of stage.hostA.pidsIn(`godwit/holds/${move.runId}`)) process.kill(pid, 'SIGKILL');
    move.source.kill();
    await expect.poll(() => move.source.isRunning, patient).toBe(false);
    expect(workload.supervisorState).toBe('T');
    await move.source.start();
    await move.source.waitFor(move.runId, 'given-back');
    await expectRestart();
  });

  it('that somebody else lets go on before the commit makes the source stay', async () => {
    await begin('startLoop');
    const move = await hold();
    await stage.hostA.run(
      '/bin/sh',
      '-c',
      'for p in /proc/[0-9]*; do case "$(tr "\\0" " " < $p/cmdline 2>/dev/null)" in *"loop /workloads"*births*) kill -CONT "${p#/proc/}";; esac; done',
    );
    await expect.poll(() => workload.supervisorState, patient).not.toBe('T');
    await move.restore();
    const bootId = move.source.statesOf(move.runId).at(-1)?.bootId ?? '';
    expect(await move.source.call('commit-source', { ...move.key, bootId })).toEqual({ state: 'given-back' });
    await move.destination.call('discard-copy', { ...move.key, reason: 'a test' });
    await expectRestart();
  });
});

describe('a real supervisord', () => {
  it('stands still for the run, then goes on without the program: there and back with one start', async () => {
    const control = await begin('startSupervisord');
    if (!control) throw new Error('there is no supervisorctl');
    await expect.poll(() => control('status', 'app'), patient).toMatch(/RUNNING/);
    await moveFrom(stage.agentA, stage.agentB).whole();
    expect(workload.copies).toMatchObject([{ host: 'lab-b' }]);
    await expect.poll(() => control('status'), patient).toMatch(/app +STOPPED[\s\S]*other +RUNNING/);
    expect(existsSync(workload.fileOf('conf.d/zz-godwit-moved-app.conf'))).toBe(true);
    await control('reload');
    await expect.poll(() => control('status'), patient).toMatch(/app +STOPPED[\s\S]*other +RUNNING/);
    const back = moveFrom(stage.agentB, stage.agentA);
    await back.whole();
    expect(workload.copies).toMatchObject([{ host: 'lab-a' }]);
    expect(workload.births).toHaveLength(1);
    expect(existsSync(workload.fileOf('conf.d/zz-godwit-moved-app.conf'))).toBe(false);
    expect(notesOf(back.destination, back.runId).join(' ')).toMatch(/was removed: the workload is back/);
  });

  it('goes on as before when the source is given back, with its own child', async () => {
    await begin('startSupervisord');
    const move = await hold();
    await move.source.call('give-source-back', { ...move.key, reason: 'a test' });
    await expectRestart();
  });
});
