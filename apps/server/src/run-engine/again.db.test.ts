import type { CommandRequest } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolTwoHosts, listWorkload, type TwoHosts } from '../test-support/two-hosts.ts';

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

const lastRequest = <T extends 'prepare-source' | 'start-dump'>(type: T): CommandRequest<T> =>
  hosts.source.received.findLast((command) => command.type === type)?.body as CommandRequest<T>;

const get = (runId: string) => hosts.admin.runs.get.query({ runId });

it('repeats a run that did not succeed, with all that was chosen, after a fresh check', {
  timeout: 240_000,
}, async () => {
  const workloadId = await listWorkload(hosts);
  const destinationHostId = hosts.destination.hostId;
  const preflight = await hosts.admin.preflights.start.mutate({ workloadId, purpose: 'move', destinationHostId });
  const dump = hosts.source.answerOf('start-dump');
  hosts.source.answer('start-dump', () => {
    throw new GodwitError({ code: 'criu-failed', message: 'CRIU went wrong.', remedy: 'Look at it.' });
  });
  const controls = { bandwidthBytesPerSecond: 1_000_000, deadlineSeconds: { dump: 3, prepare: 9 } };
  const choices = { kind: 'move' as const, preflightId: preflight.id, holdSeconds: 77, ...controls };
  const { runId } = await hosts.admin.runs.start.mutate(choices);
  expect((await hosts.finished(runId, patienceMs)).outcome).toBe('given-back');
  hosts.source.answer('start-dump', (request) => dump(request) as { accepted: true });

  const { runId: second } = await hosts.admin.runs.again.mutate({ runId });
  expect((await hosts.finished(second, patienceMs)).outcome).toBe('succeeded');
  const [before, after] = [await get(runId), await get(second)];
  expect(after).toMatchObject({ againOf: runId, controls, holdSeconds: 77 });
  expect(after.preflightId).not.toBe(before.preflightId);
  expect(lastRequest('prepare-source').bandwidthBytesPerSecond).toBe(1_000_000);
  expect(lastRequest('start-dump').holdSeconds).toBe(77);
  expect(after.estimate?.switchOver.likely).toBeGreaterThan(60_000);
  await expect(hosts.admin.runs.again.mutate({ runId: second })).rejects.toThrow('nothing to repeat');
});

it('gives back what takes longer than the plan allows a part', { timeout: 240_000 }, async () => {
  const workloadId = await listWorkload(hosts);
  const destinationHostId = hosts.destination.hostId;
  const preflight = await hosts.admin.preflights.start.mutate({ workloadId, purpose: 'move', destinationHostId });
  const dump = hosts.source.answerOf('start-dump');
  hosts.source.answer('start-dump', ({ runId }) => {
    hosts.source.enter(runId, 'dumping');
    return { accepted: true };
  });
  const { runId } = await hosts.admin.runs.start.mutate({
    kind: 'move',
    preflightId: preflight.id,
    holdSeconds: 300,
    deadlineSeconds: { dump: 2 },
  });
  const view = await hosts.finished(runId, patienceMs);
  hosts.source.answer('start-dump', (request) => dump(request) as { accepted: true });
  expect(view.outcome).toBe('given-back');
  expect(view.error).toMatchObject({ code: 'deadline-reached', message: expect.stringContaining('within 2 seconds') });
});
