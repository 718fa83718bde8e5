import { known } from '@godwit/domain/facts';
import { buildBundle, buildHost, buildTask } from '@godwit/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { startTestServer, type TestClient, type TestServer } from '../test-support/start-test-server.ts';
import { enrolHost, listWorkload } from '../test-support/two-hosts.ts';

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

describe('hosts and workloads', () => {
  it('show what their facts say', async () => {
    const host = await enrolHost(server, admin);
    expect((await admin.hosts.get.query({ hostId: host.hostId })).criuReady).toBe('unknown');
    host.tell('host.described', { facts: buildHost({ hostname: host.name }) });
    const shown = await eventually(async () => {
      const seen = await admin.hosts.get.query({ hostId: host.hostId });
      return seen.facts === null ? null : seen;
    });
    expect(shown).toMatchObject({
      status: 'connected',
      kernel: '6.18.0',
      criuVersion: '4.2.1',
      criuReady: 'ready',
      remedy: null,
    });
    host.disconnect();
  });

  it('hide arguments from viewers', async () => {
    const host = await enrolHost(server, admin);
    await listWorkload({ admin, source: host });
    const [seen] = await viewer.workloads.list.query({ hostId: host.hostId });
    expect(seen?.command).toBe('/usr/bin/counter');
    const [full] = await operator.workloads.list.query({ hostId: host.hostId });
    expect(full?.command).toContain('hunter2');
    host.disconnect();
  });

  it('read the process tree for the very answer, and say why when they cannot', async () => {
    const host = await enrolHost(server, admin);
    const workloadId = await listWorkload({ admin, source: host });
    const commandLine = known(['/usr/bin/counter', '--secret=hunter2']);
    host.bundle = buildBundle({ tree: { tasks: [buildTask({ commandLine })] } });
    expect((await operator.workloads.get.query({ workloadId })).tree).toMatchObject([
      { pid: 100, command: '/usr/bin/counter --secret=hunter2' },
    ]);
    expect((await viewer.workloads.get.query({ workloadId })).tree).toMatchObject([{ command: '/usr/bin/counter' }]);
    host.disconnect();
    await eventually(async () =>
      (await viewer.workloads.get.query({ workloadId })).treeError?.includes('not connected'),
    );
  });

  it('remember a workload that is gone', async () => {
    const host = await enrolHost(server, admin);
    const workloadId = await listWorkload({ admin, source: host });
    host.list();
    await eventually(async () => (await viewer.workloads.get.query({ workloadId })).state === 'gone');
    await expect(operator.preflights.start.mutate({ workloadId, purpose: 'here' })).rejects.toMatchObject(
      code('no-such-process'),
    );
    host.disconnect();
  });
});
