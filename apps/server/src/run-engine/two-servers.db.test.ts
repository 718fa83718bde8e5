import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Doorbell } from '../live/doorbell.ts';
import { WakeUps } from '../live/wake-ups.ts';
import { eventually } from '../test-support/eventually.ts';
import { hurry, startTestServer, type TestServer } from '../test-support/start-test-server.ts';
import { enrolTwoHosts } from '../test-support/two-hosts.ts';
import { TermLost } from './interruptions.ts';
import { RunContext } from './run-context.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const epoch = async () => (await server.store.database.engineTerm.findUniqueOrThrow({ where: { id: 1 } })).epoch;

it('lets one of two servers run the runs, and the other take over when it ends', async () => {
  await eventually(async () => (await epoch()) === 1);
  const second = await startTestServer();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await epoch()).toBe(1);
  const hosts = await enrolTwoHosts(server);
  expect((await hosts.finished(await hosts.startMove())).outcome).toBe('succeeded');
  hosts.close();
  await server.stop();
  await eventually(
    async () => (await second.store.database.engineTerm.findUniqueOrThrow({ where: { id: 1 } })).epoch === 2,
  );
  server = second;
});

it('survives when every connection to its database breaks off, and takes the runs up again', async () => {
  const before = await epoch();
  const { database } = server.store;
  await database.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  await eventually(async () => (await epoch()) > before);
  const hosts = await enrolTwoHosts(server);
  expect((await hosts.finished(await hosts.startMove())).outcome).toBe('succeeded');
  hosts.close();
});

it('refuses every write of a server that was replaced without noticing', async () => {
  const agents = { isConnected: () => false, call: () => Promise.reject(new Error('no')), disconnect: () => undefined };
  const parts = {
    store: server.store,
    agents,
    wakeUps: new WakeUps(),
    log: pino({ level: 'silent' }),
    now: () => new Date(),
    pace: hurry,
  };
  const { signal } = new AbortController();
  const context = new RunContext({ runId: crypto.randomUUID(), epoch: 1, parts, bell: new Doorbell(), signal });
  await expect(context.record({ type: 'cancel.requested', by: 'nobody' })).rejects.toThrow(TermLost);
});
