import { buildWorkload } from '@godwit/test-kit';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolHost, enrolTwoHosts, listWorkload, type TwoHosts } from '../test-support/two-hosts.ts';

/** On a busy machine each run takes its time. */
const patienceMs = 100_000;
const timeout = 240_000;
const imageBytes = 64 << 20;

let server: TestServer;
let hosts: TwoHosts;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  hosts = await enrolTwoHosts(server);
  for (const host of [hosts.source, hosts.destination]) host.answer('list-workloads', () => ({ workloads: [] }));
  hosts.source.answer('keep-images', () => ({ kept: { imageBytes, frozenUs: 5000 }, removed: ['drop rules'] }));
  hosts.source.answer('restore-checkpoint', ({ runId }) => {
    const nothing = { error: null, imageBytes: null, frozenUs: null, logTail: [] };
    hosts.source.tell('checkpoint.finished', { runId, action: 'restore', rootPid: 100, ...nothing });
    return { accepted: true };
  });
  hosts.destination.answer('prove-copy', () => ({ passed: false, lines: ['Process 100 (main) does not run.'] }));
});
afterEach(() => hosts.close());

/** A move of a workload of its own that keeps a full checkpoint, as its page starts it. Gives the run and the workload's key. */
const move = async (controls: { keepCheckpoint?: true } = { keepCheckpoint: true }) => {
  const { admin, source, destination } = hosts;
  const workloadId = await listWorkload(hosts);
  const { key } = await admin.workloads.get.query({ workloadId });
  const wish = { workloadId, purpose: 'move' as const, destinationHostId: destination.hostId };
  const { id: preflightId } = await admin.preflights.start.mutate(wish);
  const { runId } = await admin.runs.start.mutate({ kind: 'move', preflightId, holdSeconds: 5, ...controls });
  const view = await hosts.finished(runId, patienceMs);
  source.list();
  return { runId, key, view };
};

/** What the destination's agent sees of the copy from now on. */
const see = (copyLives: boolean | undefined) => {
  const { journal } = hosts.destination;
  hosts.destination.answer('report-run', ({ runId }) => ({ run: journal.get(runId) ?? null, copyLives }));
};

const restore = async (checkpointId: string) => {
  const { runId } = await hosts.admin.runs.start.mutate({ kind: 'restore', checkpointId });
  return hosts.finished(runId, patienceMs);
};

const lastRestore = () => hosts.source.received.findLast(({ type }) => type === 'restore-checkpoint')?.body;

it('makes a checkpoint of what a move kept whose copy is not proved, says whence it is, and removes it as any other', {
  timeout,
}, async () => {
  const { admin, source } = hosts;
  const { runId, view } = await move();
  expect(view.outcome).toBe('failed');
  expect(view.swept.find(({ side }) => side === 'source')?.removed.join()).toContain('stays on the source');
  expect(source.countOf('sweep-run')).toBe(0);
  const because = 'the copy is not proved';
  const kept = { hostId: source.hostId, imageBytes, frozenUs: 5000, leftRunning: false, state: 'stored' };
  const checkpoint = await admin.checkpoints.get.query({ checkpointId: runId });
  expect(checkpoint).toMatchObject({ ...kept, moveRunId: runId, keptBecause: because });
  const listed = await admin.checkpoints.list.query({ hostId: source.hostId });
  expect(listed.map(({ id }) => id)).toEqual([runId]);
  await admin.checkpoints.pin.mutate({ checkpointId: runId, pinned: true });
  await admin.checkpoints.remove.mutate({ checkpointId: runId });
  expect(source.countOf('sweep-run')).toBe(1);
  expect((await admin.checkpoints.get.query({ checkpointId: runId })).state).toBe('removed');
  const { items } = await admin.audit.list.query({ action: 'checkpoint.' });
  const lines = items.filter(({ detail }) => detail.id === runId).map(({ action }) => action);
  expect(lines.sort()).toEqual(['checkpoint.kept', 'checkpoint.pinned', 'checkpoint.removed']);
});

it('sweeps the source as ever when the copy is proved, when none was to be kept, and when none is there', {
  timeout,
}, async () => {
  const { source, destination, admin } = hosts;
  expect((await move({})).view.outcome).toBe('failed');
  expect([source.countOf('keep-images'), source.countOf('sweep-run')]).toEqual([0, 1]);
  source.answer('keep-images', () => ({ kept: null, removed: [] }));
  await move();
  expect([source.countOf('keep-images'), source.countOf('sweep-run')]).toEqual([1, 2]);
  destination.answer('prove-copy', () => ({ passed: true, lines: [] }));
  expect((await move()).view.outcome).toBe('succeeded');
  expect([source.countOf('keep-images'), source.countOf('sweep-run')]).toEqual([1, 3]);
  expect(await admin.checkpoints.list.query({ hostId: source.hostId })).toEqual([]);
});

it('keeps it when the source was away at the end, as soon as it is back', { timeout }, async () => {
  const { source, destination, admin } = hosts;
  const proof = destination.answerOf('prove-copy');
  destination.answer('prove-copy', (request) => {
    source.disconnect();
    return proof(request) as { passed: boolean; lines: string[] };
  });
  const { runId, view } = await move();
  expect(view.outcome).toBe('failed');
  await expect(admin.checkpoints.get.query({ checkpointId: runId })).rejects.toThrow();
  await source.connect();
  const isKept = () => admin.checkpoints.get.query({ checkpointId: runId }).catch(() => null);
  await expect.poll(isKept, { timeout: patienceMs }).toMatchObject({ moveRunId: runId, state: 'stored' });
  expect(source.countOf('sweep-run')).toBe(0);
});

it('refuses a restore while the copy runs, and takes it for gone only when its host says so, also between order and start', {
  timeout,
}, async () => {
  const { admin, destination } = hosts;
  const { runId: checkpointId, key } = await move();
  see(true);
  const decided = { choice: 'two-copies' as const, confirmName: (await checkpointOf(checkpointId)).workloadName };
  const order = { kind: 'restore' as const, checkpointId };
  await expect(admin.runs.start.mutate(order)).rejects.toThrow(`runs on ${destination.name}`);
  await expect(admin.runs.start.mutate({ ...order, copyDecision: decided })).rejects.toThrow('runs on');
  expect((await admin.checkpoints.copy.query({ checkpointId })).choices).toEqual([]);
  // Its own processes ended; somebody started it anew there.
  see(false);
  destination.answer('list-workloads', () => ({ workloads: [buildWorkload({ key })] }));
  await expect(admin.runs.start.mutate(order)).rejects.toThrow(`runs on ${destination.name}`);
  destination.answer('list-workloads', () => ({ workloads: [] }));
  let asked = 0;
  destination.answer('report-run', () => ({ run: null, copyLives: ++asked > 1 }));
  const late = await restore(checkpointId);
  expect(late).toMatchObject({ outcome: 'failed', error: { code: 'command-refused' } });
  expect(lastRestore()).toBeUndefined();
  see(false);
  expect(await restore(checkpointId)).toMatchObject({ outcome: 'succeeded' });
  expect(lastRestore()).toMatchObject({ checkpointId, copy: { basis: 'gone' }, criuArguments: ['--tcp-close'] });
});

it('asks for the decision of an administrator, with a name typed, while nobody says whether the copy runs', {
  timeout,
}, async () => {
  const { admin, destination } = hosts;
  const { runId: checkpointId } = await move();
  const { workloadName } = await checkpointOf(checkpointId);
  destination.disconnect();
  const order = { kind: 'restore' as const, checkpointId };
  await expect(admin.runs.start.mutate(order)).rejects.toThrow('this will make two running copies');
  const copy = await admin.checkpoints.copy.query({ checkpointId });
  expect(copy.choices.map(({ confirmName }) => confirmName)).toEqual([destination.name, workloadName]);
  const decide = (confirmName: string) => ({ ...order, copyDecision: { choice: 'fenced' as const, confirmName } });
  await expect(admin.runs.start.mutate(decide(workloadName))).rejects.toThrow('is not');
  const operator = await server.clientAs('operator');
  await expect(operator.runs.start.mutate(decide(destination.name))).rejects.toThrow('Only an administrator');
  const { runId } = await admin.runs.start.mutate(decide(destination.name));
  expect((await hosts.finished(runId, patienceMs)).outcome).toBe('succeeded');
  expect(lastRestore()).toMatchObject({ copy: { basis: 'fenced' } });
  const { items } = await admin.audit.list.query({ action: 'restore.' });
  expect(items.map(({ detail }) => detail)).toContainEqual(expect.objectContaining({ runId, copy: 'fenced' }));
});

const checkpointOf = (checkpointId: string) => hosts.admin.checkpoints.get.query({ checkpointId });

it('asks for the copy wherever it went since: another host says that it runs there', { timeout }, async () => {
  const { admin, destination } = hosts;
  const { runId: checkpointId, key } = await move();
  const third = await enrolHost(server, admin);
  third.answer('list-workloads', () => ({ workloads: [] }));
  third.answer('report-run', ({ runId }) => ({ run: third.journal.get(runId) ?? null, copyLives: true }));
  destination.peer = third;
  const onward = buildWorkload({ key });
  destination.list(onward);
  const found = async () =>
    (await admin.workloads.list.query({ hostId: destination.hostId })).find((one) => one.key === key);
  await expect.poll(found, { timeout: patienceMs }).toBeDefined();
  const workloadId = (await found())?.id ?? '';
  const wish = { workloadId, purpose: 'move' as const, destinationHostId: third.hostId };
  const { id: preflightId } = await admin.preflights.start.mutate(wish);
  const { runId } = await admin.runs.start.mutate({ kind: 'move', preflightId, holdSeconds: 5 });
  expect((await hosts.finished(runId, patienceMs)).outcome).toBe('succeeded');
  see(false);
  await expect(restore(checkpointId)).rejects.toThrow(`runs on ${third.name}`);
  third.disconnect();
});
