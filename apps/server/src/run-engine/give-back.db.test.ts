import { GodwitError } from '@godwit/domain/errors';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
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

const whenStep = (runId: string, name: string) =>
  eventually(async () => {
    const view = await hosts.view(runId);
    return view.steps.some((step) => step.name === name && step.state === 'running');
  });

describe('a move that fails before the commit', () => {
  it('is given back when the destination cannot be prepared, with nothing frozen', async () => {
    hosts.destination.answer('prepare-destination', () => {
      throw new GodwitError({ code: 'disk-full', message: 'Only 3 MiB are free.', remedy: 'Make room.' });
    });
    const runId = await hosts.startMove();
    const view = await hosts.finished(runId);
    expect(view).toMatchObject({ outcome: 'given-back', error: { code: 'disk-full' } });
    expect(hosts.source.countOf('start-dump')).toBe(0);
    expect([hosts.source.stateOf(runId), hosts.destination.stateOf(runId)]).toEqual(['swept', 'swept']);
  });

  it('is given back when the dump fails, and says what the source said', async () => {
    hosts.source.answer('start-dump', ({ runId }) => {
      hosts.source.enter(runId, 'dumping');
      const reason = 'criu dump ended with 1';
      hosts.source.enter(runId, 'aborted', { reason, errorCode: 'criu-failed', logTail: ['Error (criu/files.c:1)'] });
      hosts.source.enter(runId, 'given-back', { reason });
      return { accepted: true };
    });
    const view = await hosts.finished(await hosts.startMove());
    expect(view).toMatchObject({ outcome: 'given-back', error: { message: 'criu dump ended with 1' } });
    expect(view.log.map(({ line }) => line)).toContain('Error (criu/files.c:1)');
    expect(hosts.destination.countOf('discard-copy')).toBe(1);
  });

  it('is given back when the copy cannot be built', async () => {
    hosts.destination.answer('start-restore', ({ runId }) => {
      hosts.destination.enter(runId, 'restoring');
      hosts.destination.enter(runId, 'failed', { reason: 'pid 100 is taken', mayHaveRun: false });
      return { accepted: true };
    });
    const runId = await hosts.startMove();
    const view = await hosts.finished(runId);
    expect(view).toMatchObject({ outcome: 'given-back', error: { message: 'pid 100 is taken' }, permissionAt: null });
    expect(hosts.source.countOf('commit-source')).toBe(0);
    expect(view.steps.find(({ name }) => name === 'restore')?.state).toBe('failed');
    expect(view.steps.find(({ name }) => name === 'dump')?.state).toBe('undone');
  });

  it('is given back, not guessed at, when the source reached its deadline before the permission', async () => {
    hosts.source.answer('commit-source', ({ runId }) => {
      hosts.source.enter(runId, 'aborted', { reason: 'deadline' });
      hosts.source.enter(runId, 'given-back', { reason: 'deadline' });
      return { state: 'given-back' };
    });
    const runId = await hosts.startMove();
    const view = await hosts.finished(runId);
    expect(view.outcome).toBe('given-back');
    expect(hosts.destination.countOf('release-copy')).toBe(0);
    expect(hosts.destination.countOf('discard-copy')).toBe(1);
  });
});

describe('a cancelled move', () => {
  it('is given back on both sides', async () => {
    hosts.source.answer('start-dump', ({ runId }) => {
      hosts.source.enter(runId, 'dumping');
      return { accepted: true };
    });
    const runId = await hosts.startMove();
    await whenStep(runId, 'dump');
    await hosts.admin.runs.cancel.mutate({ runId });
    const view = await hosts.finished(runId);
    expect(view).toMatchObject({ outcome: 'cancelled', error: null });
    expect([hosts.source.countOf('give-source-back'), hosts.destination.countOf('discard-copy')]).toEqual([1, 1]);
    await expect(hosts.admin.runs.cancel.mutate({ runId })).rejects.toMatchObject({
      data: { godwit: { code: 'run-not-cancellable' } },
    });
  });

  it('cannot be cancelled once permission was written', async () => {
    hosts.source.answer('commit-source', ({ runId }) => {
      if (hosts.source.stateOf(runId) === 'held') hosts.source.enter(runId, 'committed');
      return { state: 'committed' };
    });
    const runId = await hosts.startMove();
    await whenStep(runId, 'commit');
    await expect(hosts.admin.runs.cancel.mutate({ runId })).rejects.toMatchObject({
      data: { godwit: { code: 'run-not-cancellable' } },
    });
    hosts.source.enter(runId, 'gone');
    expect((await hosts.finished(runId)).outcome).toBe('succeeded');
  });
});

describe('a host that goes away before the commit', () => {
  it('ends the run after its own deadline, and is tidied when it comes back', async () => {
    hosts.destination.answer('start-restore', () => {
      hosts.destination.disconnect();
      return { accepted: true };
    });
    const runId = await hosts.startMove({ holdSeconds: 5 });
    await whenStep(runId, 'restore');
    await hosts.admin.runs.cancel.mutate({ runId });
    const view = await hosts.finished(runId, 20_000);
    expect(view.outcome).toBe('cancelled');
    expect(hosts.source.stateOf(runId)).toBe('swept');
    expect(hosts.destination.stateOf(runId)).not.toBe('discarded');
    await hosts.destination.connect();
    await eventually(() => hosts.destination.stateOf(runId) === 'swept');
    expect(hosts.destination.countOf('discard-copy')).toBe(1);
  });

  it('does not keep the other side frozen', async () => {
    hosts.destination.answer('start-restore', () => {
      hosts.destination.disconnect();
      return { accepted: true };
    });
    const runId = await hosts.startMove({ holdSeconds: 5 });
    await whenStep(runId, 'restore');
    const started = Date.now();
    await hosts.admin.runs.cancel.mutate({ runId });
    await eventually(() => hosts.source.countOf('give-source-back') === 1);
    expect(Date.now() - started).toBeLessThan(3000);
  });
});
