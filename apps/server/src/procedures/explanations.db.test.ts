import { readFileSync } from 'node:fs';
import { buildHost } from '@godwit/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { startTestServer, type TestClient, type TestServer } from '../test-support/start-test-server.ts';
import { enrolHost, enrolTwoHosts, listWorkload } from '../test-support/two-hosts.ts';

let server: TestServer;
let admin: TestClient;
let viewer: TestClient;
let operator: TestClient;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.clientAs('admin');
  viewer = await server.clientAs('viewer');
  operator = await server.clientAs('operator');
});
afterAll(() => server.stop());

const code = (wanted: string) => ({ data: { godwit: { code: wanted } } });
const recorded = (name: string): string[] =>
  readFileSync(new URL(`../../../../libs/domain/src/explanation/recorded/${name}.log`, import.meta.url), 'utf8').split(
    '\n',
  );

describe('errors that nobody knows', () => {
  const error = { source: 'criu/odd.c:1', operation: 'dump', criuVersion: '4.2.1', kernel: '6.18.44' } as const;

  it('are kept once, however often and by whichever process they came, and audited', async () => {
    const first = await operator.explanations.keepUnknown.mutate({ ...error, text: 'odd: flux of 4711 at 0xdead' });
    const again = await operator.explanations.keepUnknown.mutate({ ...error, text: 'odd: flux of 99 at 0xbeef' });
    expect([first?.times, again?.times, again?.id]).toEqual([1, 2, first?.id]);
    const kept = await operator.explanations.unknown.query();
    expect(kept.map(({ text }) => text)).toEqual(['odd: flux of 4711 at 0xdead']);
    const { items } = await admin.audit.list.query({ action: 'unknown-error.kept' });
    expect(items.length).toBe(2);
  });

  it('are not kept when the table knows them after all', async () => {
    const text = 'Some file locks are hold by dumping tasks! You can try --file-locks to dump them.';
    expect(await operator.explanations.keepUnknown.mutate({ ...error, text })).toBeNull();
  });

  it.each([
    ['more than a line', 'one\ntwo'],
    ['too long', 'x'.repeat(501)],
    ['nothing', '  '],
  ])('are refused when they are %s', async (_, text) => {
    await expect(operator.explanations.keepUnknown.mutate({ ...error, text })).rejects.toMatchObject(
      code('input-invalid'),
    );
  });

  it('are neither kept nor shown for viewers', async () => {
    await expect(viewer.explanations.keepUnknown.mutate({ ...error, text: 'odd' })).rejects.toMatchObject(
      code('role-missing'),
    );
    await expect(viewer.explanations.unknown.query()).rejects.toMatchObject(code('role-missing'));
  });
});

describe('the accuracy of this installation', () => {
  it('counts a move that went well for its preflight', async () => {
    const hosts = await enrolTwoHosts(server);
    const before = await viewer.accuracy.read.query();
    await hosts.finished(await hosts.startMove());
    const after = await viewer.accuracy.read.query();
    expect(after.matrix.works.worked).toBe(before.matrix.works.worked + 1);
    expect(after.disagreements.length).toBe(before.disagreements.length);
    hosts.close();
  });

  it('counts a dump that CRIU refused against its preflight, with the cause, and links both', async () => {
    const host = await enrolHost(server, admin);
    const workloadId = await listWorkload({ admin, source: host });
    const message = 'criu dump ended with exit code 1';
    host.answer('dump-checkpoint', ({ runId }: { runId: string }) => {
      host.tell('run.progressed', {
        runId,
        events: [{ type: 'log.appended', side: 'source', lines: recorded('dump-file-lock').slice(0, 400) }],
      });
      const nothing = { imageBytes: null, frozenUs: null, rootPid: null, logTail: [] };
      const failure = { code: 'criu-failed' as const, message, remedy: 'Look.' };
      setTimeout(() => host.tell('checkpoint.finished', { runId, action: 'dump', error: failure, ...nothing }), 30);
      return { accepted: true as const };
    });
    const { runId } = await operator.runs.start.mutate({ kind: 'dump', workloadId, leaveRunning: true });
    const run = await eventually(async () => {
      const seen = await viewer.runs.get.query({ runId });
      return seen.outcome === 'failed' ? seen : null;
    });
    const { disagreements, failures, findings } = await viewer.accuracy.read.query();
    expect(disagreements[0]).toMatchObject({
      runId,
      preflightId: run.preflightId,
      verdict: expect.stringMatching(/^migratable/),
      seen: 'failed',
      cause: { errorId: 'file-locks', text: expect.stringContaining('Some file locks are hold') },
    });
    expect(failures).toMatchObject({ all: 1, explained: 1, foretold: 0 });
    expect(findings[0]).toMatchObject({ id: 'file-locks.held', missed: 1, precision: null });
    expect(await viewer.preflights.get.query({ preflightId: run.preflightId ?? '' })).toMatchObject({
      purpose: 'dump',
    });
    host.disconnect();
  });
});

describe('the kernels of the hosts', () => {
  it('come with what CRIU said of its features there', async () => {
    const host = await enrolHost(server, admin, 'kernel-host');
    host.tell('host.described', { facts: buildHost({ hostname: host.name }) });
    const found = await eventually(async () =>
      (await viewer.hosts.kernels.query()).find(({ name, kernel }) => name === 'kernel-host' && kernel !== null),
    );
    expect(found).toMatchObject({
      id: host.hostId,
      kernel: expect.stringMatching(/^\d/),
      features: expect.any(Object),
    });
    host.disconnect();
  });
});

describe('the images of a checkpoint', () => {
  it('are for operators, and of a checkpoint that there is', async () => {
    const checkpointId = crypto.randomUUID();
    await expect(viewer.checkpoints.contents.query({ checkpointId })).rejects.toMatchObject(code('role-missing'));
    await expect(operator.checkpoints.contents.query({ checkpointId })).rejects.toMatchObject(code('not-found'));
    await expect(viewer.checkpoints.get.query({ checkpointId })).rejects.toMatchObject(code('not-found'));
  });
});
