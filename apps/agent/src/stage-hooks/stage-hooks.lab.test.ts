import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { labLayout } from '../../../../tools/lab/index.mjs';
import type { LabAgent } from '../lab-harness/lab-agent.ts';
import type { LabHost } from '../lab-harness/lab-host.ts';
import { type MoveStage, setStage } from '../lab-harness/move-stage.ts';

let stage: MoveStage;
let folder: string;
const inside = `/srv/shared/hooks-${process.pid}`;

beforeAll(async () => {
  stage = await setStage(inject('labSet'), inject('criuPath'));
  folder = path.join(labLayout(inject('labSet')).sharedDir, path.basename(inside));
});
afterEach(async () => {
  await stage.clean();
  for (const host of [stage.hostA, stage.hostB]) rmSync(policyOf(host), { force: true });
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => stage?.end());

const policyOf = (host: LabHost) => host.fileOf('/etc/godwit/agent-policy.json');

const allow = (host: LabHost, ...workloads: object[]): void => {
  mkdirSync(path.dirname(policyOf(host)), { recursive: true });
  writeFileSync(policyOf(host), JSON.stringify({ version: 1, workloads }), { mode: 0o600 });
};

const script = (name: string, text: string): string => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(path.join(folder, name), 0o755);
  return `${inside}/${name}`;
};

const told = (): Record<string, string>[] =>
  readFileSync(path.join(folder, 'told'), 'utf8')
    .split('--\n')
    .filter(Boolean)
    .map((block) =>
      Object.fromEntries(
        block
          .trim()
          .split('\n')
          .map((line) => line.split('=', 2)),
      ),
    );

const eventsOf = (agent: LabAgent, runId: string) =>
  agent.messages.flatMap((message) =>
    message.type === 'run.progressed' && message.body.runId === runId ? message.body.events : [],
  );

/** Whether the child lives that a hook left in the background. */
const childRuns = async (): Promise<boolean> => {
  const file = path.join(folder, 'child');
  if (!existsSync(file)) return false;
  const state = await stage.hostA.run(
    '/bin/sh',
    '-c',
    'cat "/proc/$0/stat" 2>/dev/null || true',
    readFileSync(file, 'utf8').trim(),
  );
  return state !== '' && !/\) Z /.test(state);
};

const tells = `(env | grep ^GODWIT_ | sort; echo --) >> ${inside}/told; echo "drained; password=hunter2"`;

describe('hooks of the owner of a host', () => {
  it('run at their stages, whatever key the server names; the health command stands in the proof', async () => {
    const hook = script('hook', tells);
    const twice = script('health', `[ -e ${inside}/asked ] && exit 0; touch ${inside}/asked; exit 1`);
    const both = { 'before-freeze': [hook], 'after-departure': [hook], 'after-give-back': [hook] };
    allow(stage.hostA, { match: 'declared:counter', hooks: both });
    allow(stage.hostB, {
      match: 'te*',
      hooks: { 'before-arrival': [hook], 'after-release': [hook] },
      health: [twice, 'now'],
    });
    const counter = await stage.start('counter');
    const { insidePid } = counter.place;
    const move = stage.moveOf(counter);
    expect(await move.source.call('list-stage-hooks', { workloadKey: 'unknown', pid: insidePid })).toMatchObject({
      hooks: [{ stage: 'before-freeze', program: hook, trouble: null }, {}, {}],
    });
    const lines = await move.whole();
    expect(lines).toContain(`The health command ${twice} now says that it is well at try 2.`);
    const stages = told();
    expect(stages.map((one) => `${one.GODWIT_SIDE} ${one.GODWIT_STAGE}`).sort()).toEqual([
      'destination after-release',
      'destination before-arrival',
      'source after-departure',
      'source before-freeze',
    ]);
    expect(stages.slice(0, 2)).toMatchObject([
      { GODWIT_STAGE: 'before-arrival', GODWIT_RUN_ID: move.runId },
      { GODWIT_STAGE: 'before-freeze', GODWIT_PID: String(insidePid), GODWIT_WORKLOAD: 'test' },
    ]);
    const said = eventsOf(move.source, move.runId).flatMap((event) =>
      event.type === 'log.appended' ? event.lines : [],
    );
    expect(said).toContain('before-freeze: drained; password=[withheld]');
    expect(JSON.stringify(eventsOf(move.source, move.runId))).not.toContain('hunter2');
  });

  it.each([
    ['hangs, with a child', `sleep 300 & echo $! > ${inside}/child; sleep 300`, /not done within/],
    ['fails', 'echo no room; exit 3', /exit code 3/],
  ])('one that %s before the freeze ends the run, and the source runs on', async (_what, text, why) => {
    const bad = script('bad', text);
    const after = script('after', tells);
    allow(stage.hostA, { match: '*', hookSeconds: 1, hooks: { 'before-freeze': [bad], 'after-give-back': [after] } });
    const counter = await stage.start('counter');
    const { pid } = counter.place;
    const move = stage.moveOf(counter);
    await move.prepare();
    await expect(move.dump()).rejects.toThrow(why);
    await move.source.call('give-source-back', { ...move.key, reason: 'a test' });
    await move.source.call('sweep-run', move.key);
    expect(told()).toMatchObject([{ GODWIT_STAGE: 'after-give-back', GODWIT_PID: String(counter.place.insidePid) }]);
    expect(counter.place).toMatchObject({ pid, host: 'lab-a' });
    await expect.poll(childRuns, { timeout: 10_000 }).toBe(false);
  });

  it('after the commit only say that they failed; a sick copy fails its proof', async () => {
    const bad = script('bad', 'exit 4');
    allow(stage.hostB, { match: '*', hooks: { 'after-release': [bad] }, health: [bad], healthSeconds: 1 });
    const counter = await stage.start('counter');
    const move = stage.moveOf(counter);
    await expect(move.whole()).rejects.toThrow(/not proved: .*is not well.*exit code 4/);
    const notes = eventsOf(move.destination, move.runId).flatMap((event) =>
      event.type === 'side.noted' && event.state === 'failed' ? [event.text] : [],
    );
    expect(notes[0]).toMatch(/hook .*bad failed: it ended with exit code 4/);
    await counter.makeProgress();
    expect(counter.place.host).toBe('lab-b');
  });

  it('are never a program that a command names', async () => {
    const evil = script('evil', `touch ${inside}/evil-ran`);
    const counter = await stage.start('counter');
    const move = stage.moveOf(counter);
    await move.prepare();
    const named = { hooks: { 'before-freeze': [evil] }, health: [evil], workloads: [{ match: '*', health: [evil] }] };
    await move.source.call('start-dump', {
      ...move.key,
      ...named,
      criuArguments: ['--tcp-established'],
      holdSeconds: 30,
    });
    await move.source.waitFor(move.runId, 'held');
    await move.source.call('give-source-back', { ...move.key, reason: 'a test' });
    expect(existsSync(path.join(folder, 'evil-ran'))).toBe(false);
  });
});
