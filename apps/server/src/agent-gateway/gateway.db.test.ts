import { randomUUID } from 'node:crypto';
import { listSides, markLostHosts, readCursor } from '@godwit/history-store';
import { buildHost, buildWorkload } from '@godwit/test-kit';
import { FakeAgent, type FakeHost } from '@godwit/test-kit/fakes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { startTestServer, type TestClient, type TestServer } from '../test-support/start-test-server.ts';
import { enrolHost, enrolTwoHosts } from '../test-support/two-hosts.ts';

let server: TestServer;
let admin: TestClient;
beforeAll(async () => {
  server = await startTestServer();
  admin = await server.clientAs('admin');
});
afterAll(() => server.stop());

const tokenFor = async (name?: string): Promise<string> => {
  const { command } = await admin.hosts.createEnrolment.mutate(name === undefined ? {} : { name });
  return /--token (\S+)/.exec(command)?.[1] ?? '';
};
const newName = () => `host-${randomUUID().slice(0, 8)}`;
const cursorOf = (host: FakeHost) => readCursor(server.store.database, host.hostId);
const refusals = async (host: FakeHost) =>
  (await admin.audit.list.query({ actor: host.name, action: 'message.refused' })).items.map(({ detail }) => detail.why);

describe('enrolment', () => {
  it('takes a token once', async () => {
    const token = await tokenFor();
    const first = new FakeAgent({ url: server.agentUrl, name: newName() });
    await first.enrol(token);
    const second = new FakeAgent({ url: server.agentUrl, name: newName() });
    await expect(second.enrol(token)).rejects.toMatchObject({ answer: { error: { code: 'token-invalid' } } });
  });

  it('refuses a token nobody gave out, and another name than it was made for', async () => {
    const agent = new FakeAgent({ url: server.agentUrl, name: newName() });
    await expect(agent.enrol('gde_nobody-gave-this-one-out')).rejects.toMatchObject({
      answer: { error: { code: 'token-invalid' } },
    });
    const token = await tokenFor('lab-z');
    await expect(agent.enrol(token)).rejects.toMatchObject({ answer: { error: { code: 'input-invalid' } } });
  });

  it('does not let a stranger take the name of a host', async () => {
    const host = await enrolHost(server, admin);
    const stranger = new FakeAgent({ url: server.agentUrl, name: host.name });
    await expect(stranger.enrol(await tokenFor())).rejects.toMatchObject({
      answer: { error: { code: 'input-invalid' } },
    });
    host.disconnect();
  });

  it('gives a host that joins again a new credential and takes the old one away', async () => {
    const host = await enrolHost(server, admin);
    host.disconnect();
    const again = new FakeAgent({ url: server.agentUrl, name: host.name });
    await again.enrol(await tokenFor(host.name));
    expect(again.hostId).toBe(host.hostId);
    await expect(host.connect()).rejects.toMatchObject({ data: { code: 'token-invalid' } });
    await again.connect();
    again.disconnect();
  });

  it('stores hashes only', async () => {
    const host = await enrolHost(server, admin);
    const found = await server.store.database.host.findUnique({ where: { id: host.hostId } });
    expect(found?.credentialHash).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.values(found ?? {})).not.toContain(host.credential);
    host.disconnect();
  });
});

describe('the handshake', () => {
  it('is refused in another protocol version, naming both', async () => {
    const host = await enrolHost(server, admin);
    host.disconnect();
    host.handshake = { protocolVersion: 99 };
    await expect(host.connect()).rejects.toMatchObject({
      data: { code: 'protocol-version-refused', message: expect.stringMatching(/99.*version 1/) },
    });
  });

  it('is refused with a forged credential', async () => {
    const host = await enrolHost(server, admin);
    host.disconnect();
    host.handshake = { credential: 'x'.repeat(43) };
    await expect(host.connect()).rejects.toMatchObject({ data: { code: 'token-invalid' } });
  });

  it('ends for a host that is revoked, which cannot come back', async () => {
    const host = await enrolHost(server, admin);
    await expect(admin.hosts.revoke.mutate({ hostId: host.hostId, confirmName: 'other' })).rejects.toThrow();
    await admin.hosts.revoke.mutate({ hostId: host.hostId, confirmName: host.name });
    await eventually(() => !host.isConnected);
    await expect(host.connect()).rejects.toMatchObject({ data: { message: expect.stringContaining('revoked') } });
    expect((await admin.hosts.get.query({ hostId: host.hostId })).status).toBe('revoked');
  });
});

describe('messages', () => {
  it('are stored once, however often they come', async () => {
    const host = await enrolHost(server, admin);
    const message = host.tell('host.described', { facts: buildHost() });
    await eventually(() => host.spooled === 0);
    for (let time = 0; time < 5; time += 1) host.emitRaw(message);
    host.list(buildWorkload());
    await eventually(async () => (await cursorOf(host)) === 2);
    const stored = await server.store.database.hostFacts.count({ where: { hostId: host.hostId } });
    expect(stored).toBe(1);
    host.disconnect();
  });

  it('wait in the spool while the link is down, and come in order', async () => {
    const host = await enrolHost(server, admin);
    host.disconnect();
    for (let pid = 1; pid <= 5; pid += 1) host.list(buildWorkload({ rootPid: pid }));
    await host.connect();
    await eventually(() => host.spooled === 0);
    const [workload] = await admin.workloads.list.query({ hostId: host.hostId });
    expect(workload?.rootPid).toBe(5);
    host.disconnect();
  });

  it('are not stored ahead of what is missing before them: the link is made anew, so that both sides align', async () => {
    const host = await enrolHost(server, admin);
    host.emitRaw({
      version: 1,
      number: 7,
      at: new Date().toISOString(),
      type: 'workloads.listed',
      body: { workloads: [] },
    });
    await eventually(() => !host.isConnected);
    host.list(buildWorkload());
    await host.connect();
    await eventually(() => host.spooled === 0);
    expect(await cursorOf(host)).toBe(1);
    host.disconnect();
  });

  it('that cannot be understood are passed over, with a line in the audit', async () => {
    const host = await enrolHost(server, admin);
    host.tell('workloads.listed', { workloads: [{ key: '' }] } as never);
    host.tell('run.everything' as never, {} as never);
    host.list(buildWorkload());
    await eventually(() => host.spooled === 0);
    expect(await refusals(host)).toEqual([
      expect.stringContaining('which no host sends'),
      expect.stringContaining('malformed'),
    ]);
    expect(await admin.workloads.list.query({ hostId: host.hostId })).toHaveLength(1);
    host.disconnect();
  });

  it('that are no messages at all do no harm', async () => {
    const host = await enrolHost(server, admin);
    for (const rubbish of [null, 'x', 7, [], { number: -1 }, { version: 2 }]) host.emitRaw(rubbish);
    host.list(buildWorkload());
    await eventually(() => host.spooled === 0);
    expect(host.isConnected).toBe(true);
    host.disconnect();
  });

  it('pass over a gap that nobody can fill any more', async () => {
    const host = await enrolHost(server, admin);
    host.disconnect();
    host.handshake = { oldestSpooled: 41 };
    await host.connect();
    host.handshake = {};
    await eventually(async () => (await cursorOf(host)) === 40);
    host.list(buildWorkload());
    await eventually(() => host.spooled === 0);
    expect(await cursorOf(host)).toBe(41);
    host.disconnect();
  });
});

describe('what a host tells of a run', () => {
  it('counts only for its own side of it', async () => {
    const hosts = await enrolTwoHosts(server);
    const stranger = await enrolHost(server, admin);
    hosts.source.answer('start-dump', ({ runId }) => {
      hosts.source.enter(runId, 'dumping');
      return { accepted: true };
    });
    const runId = await hosts.startMove();
    await eventually(() => hosts.source.stateOf(runId) === 'dumping');
    stranger.journal.set(runId, { runId, side: 'source', epoch: 1, state: 'opened', bootId: 'b', bootMs: 1 });
    stranger.enter(runId, 'gone');
    hosts.destination.tell('run.state-changed', {
      runId,
      side: 'source',
      epoch: 1,
      state: 'gone',
      bootId: 'b',
      bootMs: 9e9,
    });
    stranger.tell('run.progressed', { runId, events: [{ type: 'run.finished', outcome: 'succeeded' }] });
    hosts.source.tell('run.progressed', { runId, events: [{ type: 'permission.written', epoch: 1 }] });
    hosts.source.tell('run.progressed', {
      runId,
      events: [{ type: 'phase.entered', side: 'destination', phase: 'held' }],
    });
    hosts.source.tell('run.progressed', {
      runId,
      events: [{ type: 'phase.entered', side: 'source', phase: 'freezing' }],
    });
    await eventually(() => stranger.spooled + hosts.destination.spooled + hosts.source.spooled === 0);
    const view = await hosts.view(runId);
    expect(view).toMatchObject({ state: 'running', permissionAt: null, committed: false });
    expect(view.phases.map(({ phase }) => phase)).toEqual(['freezing']);
    expect(await refusals(stranger)).toHaveLength(2);
    expect(await refusals(hosts.source)).toHaveLength(2);
    await admin.runs.cancel.mutate({ runId });
    await hosts.finished(runId);
    hosts.close();
    stranger.disconnect();
  });

  it('changes nothing when it is older than what is known', async () => {
    const hosts = await enrolTwoHosts(server);
    const view = await hosts.finished(await hosts.startMove());
    const [runId] = [...hosts.source.journal.keys()];
    hosts.source.tell('run.state-changed', {
      runId: runId ?? '',
      side: 'source',
      epoch: 1,
      state: 'dumping',
      bootId: hosts.source.bootId,
      bootMs: 1,
    });
    await eventually(() => hosts.source.spooled === 0);
    const after = await hosts.view(runId ?? '');
    expect(after.sides).toEqual(view.sides);
    const sides = await listSides(server.store.database, runId ?? '');
    expect(sides.map(({ state }) => state)).toEqual(['swept', 'swept']);
    hosts.close();
  });
});

describe('signs of life', () => {
  it('keep a host connected; silence makes it lost', async () => {
    const host = await enrolHost(server, admin);
    host.beat();
    const status = async () => (await admin.hosts.get.query({ hostId: host.hostId })).status;
    expect(await status()).toBe('connected');
    await markLostHosts(server.store.database, new Date(Date.now() + 60_000));
    expect(await status()).toBe('lost');
    host.beat();
    await eventually(async () => (await status()) === 'connected');
    host.disconnect();
  });
});
