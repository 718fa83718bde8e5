import { randomUUID } from 'node:crypto';
import { storeCheckpoint } from '@godwit/history-store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolTwoHosts, type TwoHosts } from '../test-support/two-hosts.ts';

/** On a busy machine each run takes its time. */
const patienceMs = 100_000;

let server: TestServer;
let hosts: TwoHosts;
beforeAll(async () => {
  server = await startTestServer();
  hosts = await enrolTwoHosts(server);
});
afterAll(async () => {
  hosts.close();
  await server.stop();
});

const keep = async (ageDays: number): Promise<string> => {
  const id = randomUUID();
  await storeCheckpoint(server.store.database, {
    id,
    runId: id,
    workload: { id: randomUUID(), key: 'unit:kept', name: 'kept' },
    hostId: hosts.source.hostId,
    imageBytes: 1000,
    frozenUs: 1,
    leftRunning: true,
    options: { dump: [], restore: [] },
    now: new Date(Date.now() - ageDays * 86_400_000),
  });
  return id;
};

const stateOf = async (checkpointId: string) => (await hosts.admin.checkpoints.get.query({ checkpointId })).state;

it('lets go what falls under the retention, through the agent, with a line in the audit, and nothing that is pinned', {
  timeout: 240_000,
}, async () => {
  const [old, pinned, young] = [await keep(40), await keep(50), await keep(1)];
  const swept: string[] = [];
  hosts.source.answer('sweep-run', ({ runId }) => {
    swept.push(runId);
    return { removed: [] };
  });
  await hosts.admin.checkpoints.pin.mutate({ checkpointId: pinned, pinned: true });
  const retention = { perWorkload: null, days: 30, bytesPerHost: null };
  const operator = await server.clientAs('operator');
  await expect(operator.checkpoints.setRetention.mutate(retention)).rejects.toThrow();
  await hosts.admin.checkpoints.setRetention.mutate(retention);
  await eventually(async () => (await stateOf(old)) === 'removed', patienceMs);
  expect([await stateOf(pinned), await stateOf(young)]).toEqual(['stored', 'stored']);
  expect(swept).toEqual([old]);
  const { items } = await hosts.admin.audit.list.query({ action: 'checkpoint.' });
  const lines = items.map(({ action, actor, detail }) => [action, actor, detail.id, detail.why]);
  expect(lines).toContainEqual(['checkpoint.removed', 'Godwit', old, 'it is older than 30 days']);
  expect(lines).toContainEqual(['checkpoint.pinned', 'token admin', pinned, undefined]);

  await hosts.admin.checkpoints.pin.mutate({ checkpointId: pinned, pinned: false });
  await hosts.admin.checkpoints.setRetention.mutate(retention);
  await eventually(async () => (await stateOf(pinned)) === 'removed', patienceMs);
  expect(await hosts.admin.checkpoints.retention.query()).toEqual({ ...retention, changedBy: 'token admin' });
});
