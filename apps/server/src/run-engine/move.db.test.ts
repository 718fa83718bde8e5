import { unknown } from '@godwit/domain/facts';
import { buildTree } from '@godwit/test-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolTwoHosts, type TwoHosts } from '../test-support/two-hosts.ts';

let server: TestServer;
let hosts: TwoHosts;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  hosts = await enrolTwoHosts(server);
});
afterEach(() => hosts.close());

describe('a move', () => {
  it('takes every step in order and tells all four times', async () => {
    const runId = await hosts.startMove();
    const view = await hosts.finished(runId);
    expect(view.outcome).toBe('succeeded');
    expect(view.steps.map(({ name, state, attempt }) => `${name} ${state} ${attempt}`)).toEqual([
      'check finished 1',
      'prepare-destination finished 1',
      'prepare-source finished 1',
      'stage-files finished 1',
      'dump finished 1',
      'restore finished 1',
      'permit finished 1',
      'commit finished 1',
      'move-address finished 1',
      'release finished 1',
      'prove finished 1',
      'sweep finished 1',
    ]);
    expect(view.times).toMatchObject({ frozenUs: 41_000, switchOverUs: 123_000 });
    expect(view.times.totalUs).toBeGreaterThan(0);
    expect(view.times.overheadUs).not.toBeNull();
    expect(view.proof).toEqual({ passed: true, lines: ['memory: same'] });
    expect(view.swept.map(({ side }) => side).sort()).toEqual(['destination', 'source']);
  });

  it('writes the permission before the source hears of it, and releases only after the source is gone', async () => {
    let permittedBefore = false;
    let goneBefore = false;
    const commit = { state: 'committed' } as const;
    hosts.source.answer('commit-source', async ({ runId }) => {
      permittedBefore = (await hosts.view(runId)).permissionAt !== null;
      // Asked again while it dies, a source answers what is so; it does not commit, and does not die, twice.
      if (hosts.source.stateOf(runId) !== 'held') return commit;
      hosts.source.enter(runId, 'committed');
      setTimeout(
        () => hosts.source.enter(runId, 'gone', { goneProof: { tasks: 0, provedAt: new Date().toISOString() } }),
        300,
      );
      return commit;
    });
    hosts.destination.answer('release-copy', ({ runId, gone }) => {
      goneBefore = hosts.source.stateOf(runId) === 'gone' && gone.basis === 'journal' && gone.runId === runId;
      hosts.destination.enter(runId, 'releasing');
      hosts.destination.enter(runId, 'released');
      return { accepted: true };
    });
    const view = await hosts.finished(await hosts.startMove());
    expect({ outcome: view.outcome, permittedBefore, goneBefore }).toEqual({
      outcome: 'succeeded',
      permittedBefore: true,
      goneBefore: true,
    });
  });

  it('keeps the copy held for as long as the source is committed and not gone', async () => {
    hosts.source.answer('commit-source', ({ runId }) => {
      if (hosts.source.stateOf(runId) === 'held') hosts.source.enter(runId, 'committed');
      return { state: 'committed' };
    });
    const runId = await hosts.startMove();
    await expect.poll(async () => (await hosts.view(runId)).sides.source.state, { timeout: 10_000 }).toBe('committed');
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(hosts.destination.countOf('release-copy')).toBe(0);
    expect((await hosts.view(runId)).sides.destination.state).toBe('held');
    hosts.source.enter(runId, 'gone', { goneProof: { tasks: 0, provedAt: new Date().toISOString() } });
    expect((await hosts.finished(runId)).outcome).toBe('succeeded');
  });

  it('says that it failed when the copy is not what was frozen', async () => {
    hosts.destination.answer('prove-copy', () => ({ passed: false, lines: ['memory: 1 page differs'] }));
    const view = await hosts.finished(await hosts.startMove());
    expect(view.outcome).toBe('failed');
    expect(view.error?.message).toContain('1 page differs');
  });

  it('refuses a second run of the same tree, also under another name, and takes it when the first is over', async () => {
    hosts.source.answer('start-dump', () => ({ accepted: true }));
    const runId = await hosts.startMove();
    await expect(hosts.startMove({ workload: { key: 'unit:other', name: 'other' } })).rejects.toMatchObject({
      data: { godwit: { code: 'run-in-progress' } },
    });
    await hosts.admin.runs.cancel.mutate({ runId });
    await hosts.finished(runId);
    await hosts.startMove();
  });

  it('is checked again before anything is touched', async () => {
    const healthy = hosts.source.bundle;
    let looks = 0;
    hosts.source.answer('collect-facts', () => {
      looks += 1;
      const tree = looks > 1 ? buildTree({ supervisors: unknown('no permission') }) : healthy.tree;
      return { bundle: { ...healthy, tree } };
    });
    const view = await hosts.finished(await hosts.startMove());
    expect(view.outcome).toBe('failed');
    expect(view.error?.code).toBe('verdict-blocked');
    expect(hosts.source.countOf('open-run')).toBe(0);
  });
});
