import { buildBundle, buildTask, buildTree } from '@godwit/test-kit';
import type { FakeHost } from '@godwit/test-kit/fakes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('preflights', () => {
  const judgeHere = async (host: FakeHost) => {
    const workloadId = await listWorkload({ admin, source: host });
    return operator.preflights.start.mutate({ workloadId, purpose: 'here' });
  };

  it('keep verdict, findings and evidence', async () => {
    const host = await enrolHost(server, admin);
    host.bundle = buildBundle({ tree: buildTree({ tasks: [buildTask({ tracerPid: 55 })] }) });
    const made = await judgeHere(host);
    expect(made.verdict.verdict).toBe('blocked');
    const read = await viewer.preflights.get.query({ preflightId: made.id });
    expect(read.verdict).toEqual(made.verdict);
    expect(read.verdict.findings[0]).toMatchObject({ severity: 'blocker', subject: { pid: 100 } });
    expect(read.movable).toBe(false);
    const [workload] = await viewer.workloads.list.query({ hostId: host.hostId });
    expect(workload?.lastPreflight).toMatchObject({ id: made.id, verdict: 'blocked', purpose: 'here' });
    expect((await viewer.preflights.list.query({ hostId: host.hostId })).items[0]?.counts.blocker).toBeGreaterThan(0);
    host.disconnect();
  });

  it('refuse a destination that is the source, and a move without one', async () => {
    const host = await enrolHost(server, admin);
    const workloadId = await listWorkload({ admin, source: host });
    await expect(
      operator.preflights.start.mutate({ workloadId, purpose: 'move', destinationHostId: host.hostId }),
    ).rejects.toMatchObject(code('destination-is-source'));
    await expect(operator.preflights.start.mutate({ workloadId, purpose: 'move' })).rejects.toMatchObject(
      code('destination-missing'),
    );
    host.disconnect();
  });

  it('have their nonces removed, also when the destination fails', async () => {
    const hosts = await enrolTwoHosts(server);
    const workloadId = await listWorkload(hosts);
    hosts.source.bundle = buildBundle({ nonces: [{ directory: '/srv', file: '/srv/.godwit', nonce: 'n' }] });
    hosts.destination.answer('answer-questions', () => {
      throw new Error('broken');
    });
    const start = operator.preflights.start.mutate({
      workloadId,
      purpose: 'move',
      destinationHostId: hosts.destination.hostId,
    });
    await expect(start).rejects.toMatchObject(code('internal'));
    expect(hosts.source.countOf('remove-nonces')).toBe(1);
    hosts.close();
  });

  it('do not let a blocked workload move', async () => {
    const hosts = await enrolTwoHosts(server);
    const workloadId = await listWorkload(hosts);
    hosts.source.bundle = buildBundle({
      host: { hostname: hosts.source.name },
      tree: { tasks: [buildTask({ tracerPid: 55 })] },
    });
    const destinationHostId = hosts.destination.hostId;
    const made = await operator.preflights.start.mutate({ workloadId, purpose: 'move', destinationHostId });
    expect(made).toMatchObject({ movable: false, notMovableReason: expect.stringContaining('blocks this move') });
    await expect(operator.runs.start.mutate({ kind: 'move', preflightId: made.id })).rejects.toMatchObject(
      code('verdict-blocked'),
    );
    hosts.close();
  });

  it('are paged and filtered in the order of the database', async () => {
    const host = await enrolHost(server, admin);
    for (let count = 0; count < 3; count += 1) await judgeHere(host);
    const first = await viewer.preflights.list.query({ hostId: host.hostId, limit: 2 });
    expect(first.items).toHaveLength(2);
    const second = await viewer.preflights.list.query({
      hostId: host.hostId,
      limit: 2,
      cursor: first.nextCursor ?? '',
    });
    expect(second).toMatchObject({ items: [expect.anything()], nextCursor: null });
    const none = await viewer.preflights.list.query({ hostId: host.hostId, verdict: 'blocked' });
    expect(none.items).toEqual([]);
    const { json } = await viewer.history.export.query({ what: 'preflights', filters: { hostId: host.hostId } });
    expect(JSON.parse(json)).toMatchObject({ version: 1, what: 'preflights', items: [{}, {}, {}] });
    host.disconnect();
  });
});
