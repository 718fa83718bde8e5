import { readFileSync, readlinkSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { DrivenRehearsal } from '../lab-harness/drive-rehearsal.ts';
import type { LabAgent } from '../lab-harness/lab-agent.ts';
import { findDisorder, type LabWorkload } from '../lab-harness/lab-workload.ts';
import { type MoveStage, setStage } from '../lab-harness/move-stage.ts';
import { lookAtHost } from '../lab-harness/whole-host.ts';

const written = ['/srv/shared/counter/state', '/srv/shared/counter/lines', '/srv/shared/log/counter.log'];
const set = inject('labSet');

let stage: MoveStage;
let counter: LabWorkload;
beforeAll(async () => {
  stage = await setStage(set, inject('criuPath'));
  counter = await stage.start('counter');
});
afterEach(() => stage.clean());
afterAll(() => stage?.end());

const hostOf = (agent: LabAgent) => (agent.host === 'lab-a' ? stage.hostA : stage.hostB);
const lookThere = () => lookAtHost(set, 'lab-b');

/** The counter never stopped for longer than it was frozen: no number is missing, on the connection it began with. */
const expectUndisturbed = async (pid: number): Promise<void> => {
  await counter.makeProgress();
  expect(counter.place).toMatchObject({ pid, host: 'lab-a' });
  expect(findDisorder(counter.observed)).toEqual([]);
  expect(counter.connections).toBe(1);
  expect(await stage.hostA.run('nft', 'list', 'ruleset')).toBe('');
};

/** Kills everything in one of the run's cgroups, and asserts that there was something. */
const killIn = (agent: LabAgent, cgroup: string): void => {
  const pids = hostOf(agent).pidsIn(cgroup);
  expect(pids.length, `nothing to kill in ${cgroup}`).toBeGreaterThan(0);
  for (const pid of pids) killQuietly(pid);
};

const killQuietly = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself, as its children do.
  }
};

const begin = async (): Promise<{ rehearsal: DrivenRehearsal; pid: number }> => {
  const { pid } = counter.place;
  const rehearsal = stage.rehearsalOf(counter, written);
  await rehearsal.prepare();
  return { rehearsal, pid };
};

describe('a rehearsal', () => {
  it('goes through the server, which can read nothing of it, where no route leads to the other host', async () => {
    const { agentA, agentB } = stage;
    const { pid } = counter.place;
    const rehearsal = stage.rehearsalOf(counter, written);
    let passedBytes = 0;
    let isReadable = false;
    agentA.onPiece = (head, data) => {
      const bytes = Buffer.from(data, 'base64');
      passedBytes += bytes.length;
      isReadable ||= bytes.includes('GODWIT_LAB_NONCE');
      return agentB.pass(head, data);
    };
    agentB.onPiece = (head, data) => agentA.pass(head, data);
    await rehearsal.prepare(async () => {
      await agentB.call('open-relay', { ...rehearsal.key, side: 'destination' });
      return agentA.call('open-relay', { ...rehearsal.key, side: 'source' });
    });
    await rehearsal.dump();
    expect((await rehearsal.built()).rehearsed).toMatchObject({ passed: true });
    await rehearsal.end();
    expect(passedBytes).toBeGreaterThan(64 << 20);
    expect(isReadable).toBe(false);
    await expectUndisturbed(pid);
  });

  it('builds the counter on the other host, where it never runs and nothing is changed', async () => {
    const before = await lookThere();
    const { rehearsal, pid } = await begin();
    const { dumped } = await rehearsal.dump();
    expect(dumped?.imageBytes).toBeGreaterThan(64 << 20);
    expect(dumped?.frozenUs).toBeGreaterThan(1000);
    expect(dumped?.frozenUs).toBeLessThan(10_000_000);
    const { rehearsed } = await rehearsal.built();
    expect(rehearsed).toMatchObject({ passed: true, lines: [expect.stringMatching(/is built: same program/)] });
    expect(rehearsed?.buildUs).toBeGreaterThan(1000);
    const copy = counter.places.find(({ pid: other }) => other !== pid);
    expect(readFileSync(`/proc/${copy?.pid}/cgroup`, 'utf8')).toContain(rehearsal.runId);
    expect(readlinkSync(`/proc/${copy?.pid}/ns/net`)).not.toBe(readlinkSync(`/proc/${stage.hostB.pid}/ns/net`));
    const release = rehearsal.destination.call('release-copy', {
      ...rehearsal.key,
      gone: { ...rehearsal.key, sourceBootId: 'x', provedAt: new Date().toISOString(), basis: 'journal' },
    });
    await expect(release).rejects.toThrow('never released');
    const bootId = rehearsal.source.statesOf(rehearsal.runId).at(-1)?.bootId ?? '';
    const commit = rehearsal.source.call('commit-source', { ...rehearsal.key, bootId });
    await expect(commit).resolves.toEqual({ state: 'given-back' });
    await expectTwoCopies(pid);
    await rehearsal.end();
    await expectUndisturbed(pid);
    await vi.waitFor(async () => expect(await lookThere()).toEqual(before), { timeout: 20_000, interval: 200 });
  });

  it('is told in the words of CRIU when the copy cannot be built', async () => {
    const exe = readlinkSync(`/proc/${counter.place.pid}/exe`);
    await stage.hostB.run('mv', exe, `${exe}.away`);
    try {
      const { rehearsal, pid } = await begin();
      await rehearsal.start();
      const failed = await rehearsal.destination.waitFor(rehearsal.runId, 'failed');
      expect(failed).toMatchObject({ errorCode: 'criu-failed', mayHaveRun: false });
      expect(failed.reason).toMatch(/Can't open file .*python3.* on restore/);
      await rehearsal.end();
      await expectUndisturbed(pid);
    } finally {
      await stage.hostB.run('mv', `${exe}.away`, exe);
    }
  });

  it('is refused before anything stands still when an overlay cannot cover what the tree writes', async () => {
    const { pid } = counter.place;
    const rehearsal = stage.rehearsalOf(counter, ['/sys/fs/cgroup/cgroup.procs']);
    await expect(rehearsal.prepare()).rejects.toThrow(/\/sys\/fs\/cgroup here\. No overlay can cover that mount/);
    await rehearsal.end();
    await expectUndisturbed(pid);
  });

  it('ends at once when it is cancelled while the copy is being built', async () => {
    const { rehearsal, pid } = await begin();
    await rehearsal.start();
    await rehearsal.destination.waitFor(rehearsal.runId, 'receiving', 'received', 'restoring', 'held');
    await rehearsal.end();
    await expectUndisturbed(pid);
    await expectClean(rehearsal);
  });
});

describe('SIGKILL in the middle of a rehearsal', () => {
  it.each(['hold', 'agent', 'criu'] as const)(
    'of the %s of the destination: the copy ends, nothing is left',
    async (victim) => {
      const { rehearsal, pid } = await begin();
      await rehearsal.dump();
      await rehearsal.built();
      if (victim === 'agent') rehearsal.destination.kill();
      if (victim === 'hold') killIn(rehearsal.destination, `godwit/holds/${rehearsal.runId}`);
      if (victim === 'criu') killIn(rehearsal.destination, `godwit/copies/${rehearsal.runId}`);
      await rehearsal.end();
      await expectUndisturbed(pid);
      await expectClean(rehearsal);
    },
  );

  it('of the hold of the source while CRIU dumps: the source runs on', async () => {
    const { rehearsal, pid } = await begin();
    await rehearsal.start();
    await rehearsal.source.waitFor(rehearsal.runId, 'dumping');
    killIn(rehearsal.source, `godwit/holds/${rehearsal.runId}`);
    const told = await rehearsal.source.waitFor(rehearsal.runId, 'given-back');
    expect(told.reason).toMatch(/died before the commit/);
    await rehearsal.end();
    await expectUndisturbed(pid);
    await expectClean(rehearsal);
  });
});

/** The counter, and the copy that has come no further than to its first instruction. */
const expectTwoCopies = async (pid: number): Promise<void> => {
  expect(counter.places.map(({ pid: one }) => one)).toContain(pid);
  expect(counter.places).toHaveLength(2);
  await counter.makeProgress();
};

const expectClean = async ({ runId }: DrivenRehearsal): Promise<void> => {
  for (const host of [stage.hostA, stage.hostB])
    await vi.waitFor(
      async () => expect((await host.snapshot()).cgroups.filter((dir) => dir.includes(runId))).toEqual([]),
      { timeout: 20_000, interval: 100 },
    );
  expect(counter.places).toHaveLength(1);
};
