import { GodwitError } from '@godwit/domain/errors';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolTwoHosts, listWorkload, type TwoHosts } from '../test-support/two-hosts.ts';

let server: TestServer;
let hosts: TwoHosts;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  hosts = await enrolTwoHosts(server);
  playRehearsal();
});
afterEach(() => hosts.close());

const rehearsed = { passed: true, lines: ['Process 100 is built'], buildUs: 90_000, readyUs: 300_000 };

/** Two hosts that rehearse as they should: the source runs on before the copy is built. */
const playRehearsal = (): void => {
  const { source, destination } = hosts;
  destination.answer('rehearse-destination', ({ runId }) => {
    destination.enter(runId, 'prepared');
    return { host: '127.0.0.1', port: 4000 };
  });
  source.answer('rehearse-source', ({ runId }) => {
    source.enter(runId, 'prepared');
    return { prepared: true };
  });
  source.answer('start-dump', ({ runId }) => {
    const dumped = { frozenUs: 41_000, imageBytes: 1_000_000, frozenAtBootMs: 1000 };
    for (const state of ['dumping', 'held', 'aborted'] as const) source.enter(runId, state);
    source.enter(runId, 'given-back', { dumped });
    void destination.walk(runId, 'receiving', 'received', 'restoring', ['held', { heldPids: [7], rehearsed }]);
    return { accepted: true };
  });
};

const judge = async (): Promise<{ preflightId: string; workloadId: string }> => {
  const workloadId = await listWorkload(hosts);
  const destinationHostId = hosts.destination.hostId;
  const { id } = await hosts.admin.preflights.start.mutate({ workloadId, purpose: 'move', destinationHostId });
  return { preflightId: id, workloadId };
};

const startRehearsal = async (preflightId: string): Promise<string> =>
  (await hosts.admin.runs.start.mutate({ kind: 'rehearsal', preflightId })).runId;

describe('a rehearsal', () => {
  it('ends with a copy that was built and ended, and is kept as evidence of its pair', async () => {
    const { preflightId, workloadId } = await judge();
    const before = await hosts.admin.preflights.get.query({ preflightId });
    expect(before).toMatchObject({ rehearsal: null, notRehearsableReason: null });
    expect(before.estimate.rehearsal?.learnedFrom).toBe(0);
    const runId = await startRehearsal(preflightId);
    const view = await hosts.finished(runId);
    expect(view).toMatchObject({ kind: 'rehearsal', outcome: 'succeeded', committed: false, permissionAt: null });
    expect(view.proof).toEqual({ passed: true, lines: rehearsed.lines });
    expect(view.built).toEqual({ buildUs: 90_000, imageBytes: 1_000_000 });
    expect(view.times).toMatchObject({ frozenUs: 41_000, switchOverUs: null });
    expect([hosts.source.stateOf(runId), hosts.destination.stateOf(runId)]).toEqual(['swept', 'swept']);
    expect(hosts.source.countOf('commit-source') + hosts.destination.countOf('release-copy')).toBe(0);
    const { rehearsal, estimate } = await hosts.admin.preflights.get.query({ preflightId });
    expect(rehearsal).toMatchObject({ runId, result: 'built', frozenUs: 41_000, buildUs: 90_000 });
    expect(estimate.rehearsal?.learnedFrom).toBe(1);
    expect(estimate.move?.learnedFrom).toBe(1);
    expect((await hosts.admin.workloads.get.query({ workloadId })).rehearsal?.runId).toBe(runId);
    const sent = hosts.destination.received.find(({ type }) => type === 'rehearse-destination')?.body;
    expect(sent).toMatchObject({ restoreArguments: expect.arrayContaining(['--tcp-close']) });
  });

  it('says with the error of CRIU what it refused, and grades the preflight', async () => {
    const { preflightId } = await judge();
    hosts.source.answer('start-dump', ({ runId }) => {
      const dumped = { frozenUs: 41_000, imageBytes: 1, frozenAtBootMs: 1 };
      for (const state of ['dumping', 'held', 'aborted'] as const) hosts.source.enter(runId, state);
      hosts.source.enter(runId, 'given-back', { dumped });
      const logTail = [
        '(00.000010) Version: 4.2.1 (gitid 0)',
        "(00.012000)   1234: Error (criu/files-reg.c:2300): Can't open file usr/bin/python3 on restore: No such file or directory",
        '(00.013000) Error (criu/cr-restore.c:2331): Restoring FAILED.',
      ];
      void hosts.destination.walk(runId, 'receiving', 'received', 'restoring', [
        'failed',
        { reason: 'criu restore ended with exit code 1', errorCode: 'criu-failed', logTail, mayHaveRun: false },
      ]);
      return { accepted: true };
    });
    const view = await hosts.finished(await startRehearsal(preflightId));
    expect(view).toMatchObject({ outcome: 'given-back', error: { code: 'criu-failed' } });
    const { rehearsal } = await hosts.admin.preflights.get.query({ preflightId });
    expect(rehearsal).toMatchObject({
      result: 'refused',
      reason: expect.stringContaining("Can't open file usr/bin/python3"),
    });
    expect(rehearsal?.meaning).toBeTruthy();
    const { disagreements } = await hosts.admin.accuracy.read.query();
    expect(disagreements).toContainEqual(expect.objectContaining({ preflightId, kind: 'rehearsal', seen: 'failed' }));
  });

  it('says what the source said when it could not be dumped', async () => {
    hosts.source.answer('start-dump', ({ runId }) => {
      const failed = { reason: 'criu dump ended with 1', errorCode: 'criu-failed' as const };
      for (const state of ['dumping', 'aborted', 'given-back'] as const) hosts.source.enter(runId, state, failed);
      return { accepted: true };
    });
    const view = await hosts.finished(await startRehearsal((await judge()).preflightId));
    expect(view).toMatchObject({ outcome: 'given-back', error: { message: 'criu dump ended with 1' } });
    expect(view.steps.find(({ name }) => name === 'rehearse-dump')?.state).toBe('failed');
  });

  it('is cancelled whenever somebody asks, and both sides are swept', async () => {
    hosts.destination.answer('rehearse-destination', ({ runId }) => {
      hosts.destination.enter(runId, 'prepared');
      return { host: '127.0.0.1', port: 4000 };
    });
    hosts.source.answer('start-dump', ({ runId }) => {
      hosts.source.enter(runId, 'dumping');
      return { accepted: true };
    });
    const runId = await startRehearsal((await judge()).preflightId);
    await eventually(async () => hosts.source.stateOf(runId) === 'dumping');
    await hosts.admin.runs.cancel.mutate({ runId });
    expect(await hosts.finished(runId)).toMatchObject({ outcome: 'cancelled', error: null });
    expect([hosts.source.stateOf(runId), hosts.destination.stateOf(runId)]).toEqual(['swept', 'swept']);
  });

  it('goes through the server where no route leads from the source to the destination', async () => {
    const { source, destination } = hosts;
    const ports: number[] = [];
    const prepare = source.answerOf('rehearse-source');
    source.answer('rehearse-source', (request) => {
      ports.push(request.peerPort);
      if (request.peerPort === 4000)
        throw new GodwitError({ code: 'channel-broken', message: 'Nobody answers there.', remedy: 'Look there.' });
      return prepare(request) as { prepared: true };
    });
    for (const host of [source, destination]) host.answer('open-relay', () => ({ host: '127.0.0.1', port: 5000 }));
    expect(await hosts.finished(await startRehearsal((await judge()).preflightId))).toMatchObject({
      outcome: 'succeeded',
    });
    expect(ports).toEqual([4000, 5000]);
    expect([source.countOf('open-relay'), destination.countOf('open-relay')]).toEqual([1, 1]);
  });

  it('asks for the rights of a move', async () => {
    const { preflightId } = await judge();
    const viewer = await server.clientAs('viewer');
    await expect(viewer.runs.start.mutate({ kind: 'rehearsal', preflightId })).rejects.toThrow();
  });
});
