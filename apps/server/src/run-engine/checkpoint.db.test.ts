import type { MessageBody } from '@godwit/agent-protocol';
import { buildWorkload } from '@godwit/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolTwoHosts, listWorkload, type TwoHosts } from '../test-support/two-hosts.ts';

/** On a busy machine each run takes its time. */
const patienceMs = 100_000;
const timeout = 240_000;

let server: TestServer;
let hosts: TwoHosts;
beforeAll(async () => {
  server = await startTestServer();
  hosts = await enrolTwoHosts(server);
  const { source } = hosts;
  source.answer('dump-checkpoint', ({ runId }) => finish(runId, 'dump'));
  source.answer('restore-checkpoint', ({ runId }) => finish(runId, 'restore'));
});
afterAll(async () => {
  hosts.close();
  await server.stop();
});

const finish = (runId: string, action: 'dump' | 'restore') => {
  const nothing = { error: null, frozenUs: 1000, rootPid: 100, logTail: [] };
  const report: MessageBody<'checkpoint.finished'> = { runId, action, imageBytes: 4096, ...nothing };
  hosts.source.tell('checkpoint.finished', report);
  return { accepted: true as const };
};

const dump = async (workloadId: string, leaveRunning: boolean): Promise<string> => {
  const { runId } = await hosts.admin.runs.start.mutate({ kind: 'dump', workloadId, leaveRunning });
  expect(await hosts.finished(runId, patienceMs)).toMatchObject({ outcome: 'succeeded' });
  return runId;
};

const restore = async (checkpointId: string) =>
  hosts.finished((await hosts.admin.runs.start.mutate({ kind: 'restore', checkpointId })).runId, patienceMs);

const get = (workloadId: string) => hosts.admin.workloads.get.query({ workloadId });

it('knows at once that a dump ended its workload, and that a restore brought it back', { timeout }, async () => {
  const workloadId = await listWorkload(hosts);
  const checkpointId = await dump(workloadId, false);
  const { key, state } = await get(workloadId);
  expect(state).toBe('gone');
  // The host has told nothing since: without a look at it this would be the one that ended.
  const back = buildWorkload({ key, startTimeTicks: 6000 });
  hosts.source.answer('list-workloads', () => ({ workloads: [back] }));
  expect(await restore(checkpointId)).toMatchObject({ outcome: 'succeeded' });
  expect(await get(workloadId)).toMatchObject({ state: 'running', rootPid: back.rootPid });
  await expect(restore(checkpointId)).rejects.toThrow(`runs on ${hosts.source.name}`);
  // It ended a moment ago, and no list has told that yet.
  hosts.source.answer('list-workloads', () => ({ workloads: [] }));
  expect(await restore(checkpointId)).toMatchObject({ outcome: 'succeeded' });
});

it('takes for running what a dump left running', { timeout }, async () => {
  const workloadId = await listWorkload(hosts);
  await dump(workloadId, true);
  expect((await get(workloadId)).state).toBe('running');
});

it('does not take for ended what was started anew while it was dumped', { timeout }, async () => {
  const workloadId = await listWorkload(hosts);
  const { key } = await get(workloadId);
  const again = buildWorkload({ key, rootPid: 200, startTimeTicks: 9000 });
  hosts.source.answer('dump-checkpoint', ({ runId }) => {
    hosts.source.list(again);
    return finish(runId, 'dump');
  });
  await dump(workloadId, false);
  expect(await get(workloadId)).toMatchObject({ state: 'running', rootPid: 200 });
});
