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

const code = (wanted: string) => ({
  data: { godwit: { code: wanted, message: expect.any(String), remedy: expect.any(String) } },
});

describe('runs', () => {
  it('dump into a checkpoint, restore it, and remove it', async () => {
    const host = await enrolHost(server, admin);
    const workloadId = await listWorkload({ admin, source: host });
    const finish =
      (action: 'dump' | 'restore') =>
      ({ runId }: { runId: string }) => {
        const report = {
          runId,
          action,
          error: null,
          imageBytes: 5000,
          frozenUs: 41_000,
          rootPid: 100,
          logTail: ['done'],
        };
        setTimeout(() => host.tell('checkpoint.finished', report), 10);
        return { accepted: true as const };
      };
    host.answer('dump-checkpoint', finish('dump'));
    host.answer('restore-checkpoint', finish('restore'));
    const { runId } = await operator.runs.start.mutate({ kind: 'dump', workloadId, leaveRunning: false });
    const ended = (id: string) => eventually(async () => (await viewer.runs.get.query({ runId: id })).outcome);
    expect(await ended(runId)).toBe('succeeded');
    const [checkpoint] = await viewer.checkpoints.list.query({ hostId: host.hostId });
    expect(checkpoint).toMatchObject({
      id: runId,
      imageBytes: 5000,
      frozenUs: 41_000,
      state: 'stored',
      leftRunning: false,
    });
    const { state, key } = await viewer.workloads.get.query({ workloadId });
    expect(state).toBe('gone');
    await listWorkload({ admin, source: host }, { key, startTimeTicks: 7000 });
    await eventually(async () => (await viewer.workloads.get.query({ workloadId })).state === 'running');
    await expect(operator.runs.start.mutate({ kind: 'restore', checkpointId: runId })).rejects.toMatchObject(
      code('command-refused'),
    );
    host.list();
    await eventually(async () => (await viewer.workloads.get.query({ workloadId })).state === 'gone');
    const restore = await operator.runs.start.mutate({ kind: 'restore', checkpointId: runId });
    expect(await ended(restore.runId)).toBe('succeeded');
    await operator.checkpoints.remove.mutate({ checkpointId: runId });
    const [removed] = await viewer.checkpoints.list.query({ hostId: host.hostId });
    expect(removed).toMatchObject({ state: 'removed', lastRestoreRunId: restore.runId });
    host.disconnect();
  });

  it('are listed for the workload on both of its hosts', async () => {
    const hosts = await enrolTwoHosts(server);
    const runId = await hosts.startMove({ workload: { key: 'unit:moved' } });
    await hosts.finished(runId);
    const arrived = await listWorkload({ admin, source: hosts.destination }, { key: 'unit:moved' });
    const { items } = await viewer.runs.list.query({ workloadId: arrived });
    expect(items.map(({ id }) => id)).toEqual([runId]);
    const filtered = await viewer.runs.list.query({ hostId: hosts.source.hostId, outcome: 'given-back' });
    expect(filtered.items).toEqual([]);
    hosts.close();
  });

  it('leave a line in the audit, by whom and how', async () => {
    const hosts = await enrolTwoHosts(server);
    const runId = await hosts.startMove();
    await hosts.finished(runId);
    const { items } = await admin.audit.list.query({ limit: 50 });
    const about = items
      .filter(({ detail }) => detail.runId === runId)
      .map(({ action, actor, via }) => `${action} ${actor} ${via}`);
    expect(about).toEqual(['run.finished Godwit server', 'move.started token admin token']);
    hosts.close();
  });
});
