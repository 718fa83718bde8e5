import { randomUUID } from 'node:crypto';
import type { CommandRequest, CommandResult } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { storeCheckpoint } from '@godwit/history-store';
import { buildCheckpoint, buildTree } from '@godwit/test-kit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolTwoHosts, type TwoHosts } from '../test-support/two-hosts.ts';

/** On a busy machine each run takes its time. */
const patienceMs = 100_000;
const timeout = 240_000;
const imageBytes = 4096;

let server: TestServer;
let hosts: TwoHosts;
/** What the receiving side reports from now on. */
let arrived: CommandResult<'report-transfer'>['transfer'];
beforeAll(async () => {
  server = await startTestServer();
  hosts = await enrolTwoHosts(server);
  const { source, destination } = hosts;
  const madeOn = { architecture: 'x86_64', pageSizeBytes: 4096, monotonicSeconds: 1 };
  source.answer('describe-images', () => ({ checkpoint: buildCheckpoint(), tree: buildTree(), madeOn }));
  source.answer('offer-checkpoint', () => ({ fingerprint: 'a'.repeat(64), identity, totalBytes: imageBytes }));
  destination.answer('receive-checkpoint', () => ({ fingerprint: 'b'.repeat(64), identity, ...direct }));
  source.answer('report-transfer', () => ({ transfer: { state: 'moving', bytes: imageBytes } }));
  destination.answer('report-transfer', () => ({ transfer: arrived }));
  for (const host of [source, destination]) host.answer('end-transfer', () => ({ ended: true }));
});
afterAll(async () => {
  hosts.close();
  await server.stop();
});
beforeEach(() => {
  arrived = { state: 'done', bytes: imageBytes };
  hosts.source.answer('send-checkpoint', () => ({ accepted: true }));
});

const identity = { publicKey: 'key', signature: 'signature' };
const direct = { host: '10.0.0.2', port: 4000 };
const relayed = { host: '127.0.0.1', port: 5000 };

const keep = async (encrypted: boolean): Promise<string> => {
  const id = randomUUID();
  await storeCheckpoint(server.store.database, {
    id,
    runId: id,
    workload: { id: randomUUID(), key: 'unit:kept', name: 'kept' },
    hostId: hosts.source.hostId,
    imageBytes,
    frozenUs: 1,
    leftRunning: true,
    encrypted,
    options: { dump: [], restore: [] },
    now: new Date(),
  });
  return id;
};

const send = async (checkpointId: string) => {
  const destinationHostId = hosts.destination.hostId;
  const { runId } = await hosts.admin.runs.start.mutate({ kind: 'send', checkpointId, destinationHostId });
  return { runId, view: await hosts.finished(runId, patienceMs) };
};

const unreachable = () =>
  new GodwitError({ code: 'channel-broken', message: 'The destination cannot be reached.', remedy: 'Look there.' });

it('brings a kept checkpoint to another host, where it is one of its own', { timeout }, async () => {
  const checkpointId = await keep(true);
  const { runId, view } = await send(checkpointId);
  expect(view).toMatchObject({ kind: 'send', outcome: 'succeeded' });
  const copy = await hosts.admin.checkpoints.get.query({ checkpointId: runId });
  expect(copy).toMatchObject({ hostId: hosts.destination.hostId, imageBytes, state: 'stored', encrypted: true });
  expect((await hosts.admin.checkpoints.get.query({ checkpointId })).state).toBe('stored');
  const asked = hosts.destination.received.findLast(({ type }) => type === 'receive-checkpoint')?.body;
  expect(asked).toMatchObject({ encrypt: true, expectedBytes: imageBytes, peerFingerprint: 'a'.repeat(64) });
  const { items } = await hosts.admin.audit.list.query({ action: 'checkpoint.sent' });
  expect(items.map(({ detail }) => detail)).toContainEqual(expect.objectContaining({ id: checkpointId, copy: runId }));
  for (const host of [hosts.source, hosts.destination]) expect(host.countOf('end-transfer')).toBe(1);
  expect(hosts.source.countOf('open-relay')).toBe(0);
});

it('keeps nothing when the receiving agent says that the images are not those of the source', { timeout }, async () => {
  const error = { code: 'images-differ' as const, message: 'One byte differs.', remedy: 'Send it again.' };
  arrived = { state: 'failed', bytes: 10, error };
  const { runId, view } = await send(await keep(false));
  expect(view).toMatchObject({ outcome: 'failed', error });
  await expect(hosts.admin.checkpoints.get.query({ checkpointId: runId })).rejects.toThrow();
});

it('sends through the server what no route leads to, and passes on nothing of anybody else', { timeout }, async () => {
  const { source, destination } = hosts;
  const requests: CommandRequest<'send-checkpoint'>[] = [];
  destination.answer('open-relay', () => direct);
  source.answer('open-relay', () => relayed);
  source.answer('send-checkpoint', async (request) => {
    requests.push(request);
    if (request.peerPort === direct.port) throw unreachable();
    const head = { relayId: request.runId, kind: 'data' as const };
    const sent = [await source.pass(head, Buffer.from('a piece')), await source.pass(foreign, Buffer.from('foreign'))];
    expect(sent).toEqual([true, false]);
    return { accepted: true };
  });
  const { runId, view } = await send(await keep(false));
  expect(view.outcome).toBe('succeeded');
  expect(requests.map(({ peerHost, peerPort }) => ({ host: peerHost, port: peerPort }))).toEqual([direct, relayed]);
  expect(destination.relayed.map(({ data }) => data.toString())).toEqual(['a piece']);
  const events = await hosts.events(runId);
  const lines = events.flatMap(({ data }) => (data.type === 'log.appended' ? data.lines : []));
  expect(lines.join()).toContain('go through the server, encrypted from agent to agent');
});

const foreign = { relayId: randomUUID(), kind: 'data' as const };
