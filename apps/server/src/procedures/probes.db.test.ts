import { buildMatrix } from '@godwit/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { startTestServer, type TestClient, type TestServer } from '../test-support/start-test-server.ts';
import { enrolHost } from '../test-support/two-hosts.ts';

let server: TestServer;
let admin: TestClient;
let operator: TestClient;
let viewer: TestClient;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.clientAs('admin');
  operator = await server.clientAs('operator');
  viewer = await server.clientAs('viewer');
});
afterAll(() => server.stop());

const startedAt = '2026-08-01T12:00:00.000Z';
const report = (setId: string, changes: object = {}) => ({
  setId,
  trigger: 'asked' as const,
  state: 'running' as const,
  startedAt,
  done: 7,
  total: 190,
  matrix: null,
  problem: null,
  ...changes,
});

describe('the probes of a host', () => {
  it('are started by an operator, told as they go, and kept with all results', async () => {
    const host = await enrolHost(server, admin);
    host.answer('run-probes', ({ setId }) => ({ setId, started: true }));
    const { hostId } = host;
    const { probeSetId } = await operator.probes.start.mutate({ hostId });
    host.tell('host.probed', report(probeSetId));
    const list = () => viewer.probes.list.query({ hostId });
    await eventually(async () => (await list()).items.length === 1);
    expect((await list()).items[0]).toMatchObject({ id: probeSetId, state: 'running', done: 7, total: 190 });

    const matrix = buildMatrix({ process: 'works', udp: 'dump-refused' });
    host.tell('host.probed', report(probeSetId, { state: 'finished', done: 190, matrix }));
    await eventually(async () => (await list()).items[0]?.state === 'finished');
    const detail = await viewer.probes.get.query({ probeSetId });
    expect(detail.matrix).toEqual(matrix);
    expect(detail).toMatchObject({ criuVersion: '4.2.1', kernel: '6.18.0', summary: { missing: ['udp'] } });
    host.disconnect();
  });

  it('stay as they ended, whatever comes late, and are listed newest first', async () => {
    const host = await enrolHost(server, admin);
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
    host.tell('host.probed', report(first, { state: 'failed', problem: 'There is no python3.' }));
    host.tell('host.probed', report(first, { state: 'running', done: 99 }));
    host.tell('host.probed', report(second, { state: 'cancelled' }));
    const list = () => viewer.probes.list.query({ hostId: host.hostId, limit: 1 });
    await eventually(async () => (await list()).items[0]?.id === second);
    const { nextCursor } = await list();
    const older = await viewer.probes.list.query({ hostId: host.hostId, cursor: nextCursor ?? '' });
    expect(older.items).toMatchObject([{ id: first, state: 'failed', problem: 'There is no python3.' }]);
    host.disconnect();
  });

  it('are cancelled by an operator, and neither started nor cancelled by a viewer', async () => {
    const host = await enrolHost(server, admin);
    host.answer('cancel-probes', () => ({ cancelled: true }));
    expect(await operator.probes.cancel.mutate({ hostId: host.hostId })).toEqual({ cancelled: true });
    await expect(viewer.probes.start.mutate({ hostId: host.hostId })).rejects.toThrow();
    await expect(viewer.probes.cancel.mutate({ hostId: host.hostId })).rejects.toThrow();
    host.disconnect();
  });
});
