import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type CommandReply, handshakeSchema, type NumberedMessage, protocolVersion } from '@godwit/agent-protocol';
import type { ErrorReport } from '@godwit/domain/errors';
import pino from 'pino';
import { Server, type Socket } from 'socket.io';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Relays } from '../relay/relays.ts';
import { MessageSender } from './message-sender.ts';
import { ServerConnection } from './server-connection.ts';
import { Spool } from './spool/spool.ts';
import { fingerprintOf } from './tls/certificate-fingerprint.ts';
import { makeCertificate, type TestCertificate } from './tls/test-certificate.ts';

const silent = pino({ level: 'silent' });
const uuid = '6f0c1d9e-2a3b-4c5d-8e7f-0a1b2c3d4e5f';
let folder: string;
let certificate: TestCertificate;
const closers: (() => void | Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-connection-'));
  certificate = await makeCertificate('godwit');
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true });
});

interface TestServer {
  url: string;
  port: number;
  received: NumberedMessage[];
  handshakes: unknown[];
  sockets: Socket[];
  stored: number;
  refuse: ErrorReport | null;
  acknowledges: boolean;
  close: () => Promise<void>;
}

/** The server's side of the protocol in a few lines: stores, drops duplicates, acknowledges, refuses when told to. */
const startServer = async (options: { port?: number; stored?: number; with?: TestCertificate } = {}) => {
  const used = options.with ?? certificate;
  const https: HttpsServer = createServer({ key: used.key, cert: used.certificate });
  const server: TestServer = {
    url: '',
    port: 0,
    received: [],
    handshakes: [],
    sockets: [],
    stored: options.stored ?? 0,
    refuse: null,
    acknowledges: true,
    close: async () => undefined,
  };
  const io = new Server(https, { path: '/agent/ws', transports: ['websocket'] });
  io.use((socket, next) => {
    server.handshakes.push(socket.handshake.auth);
    next(server.refuse ? Object.assign(new Error(server.refuse.message), { data: server.refuse }) : undefined);
  });
  io.on('connection', (socket) => {
    server.sockets.push(socket);
    socket.on('message', (message: NumberedMessage) => {
      server.received.push(message);
      if (message.number > server.stored) server.stored = message.number;
      if (server.acknowledges) socket.emit('acknowledged', server.stored);
    });
    socket.emit('acknowledged', server.stored);
  });
  await new Promise<void>((resolve) => https.listen(options.port ?? 0, '127.0.0.1', resolve));
  server.port = (https.address() as AddressInfo).port;
  server.url = `https://127.0.0.1:${server.port}`;
  server.close = async () => {
    await io.close();
  };
  closers.push(() => server.close());
  return server;
};

const startAgent = (server: TestServer, pinned = certificate.certificate, refusedRetryMs = 200) => {
  const spool = Spool.open(path.join(folder, 'spool'));
  const sender = new MessageSender(spool, silent);
  const dispatch = vi.fn(async (): Promise<CommandReply> => ({ ok: true, result: { workloads: [] } }));
  const onConnected = vi.fn();
  const connection = new ServerConnection({
    identity: {
      version: 1,
      server: server.url,
      fingerprint: fingerprintOf(new X509Certificate(pinned)),
      certificate: pinned,
      hostId: uuid,
      name: 'test',
      credential: 'c'.repeat(40),
    },
    bootId: 'boot',
    spool,
    sender,
    dispatch,
    describe: () => ({ bootId: 'boot', loadOne: 0, memoryAvailableBytes: 1, runs: [] }),
    onConnected,
    relays: new Relays(),
    log: silent,
    refusedRetryMs,
  });
  connection.start();
  closers.push(() => connection.stop());
  return { spool, sender, connection, dispatch, onConnected };
};

const progress = (text: string) => ({
  runId: uuid,
  events: [{ type: 'log.appended' as const, side: 'source' as const, lines: [text] }],
});
const numbered = (server: TestServer) => server.received.filter((one) => one.number > 0).map((one) => one.number);

test('the handshake names protocol, host and the oldest message that waits', async () => {
  const server = await startServer();
  const { onConnected } = startAgent(server);
  await vi.waitFor(() => expect(onConnected).toHaveBeenCalledOnce());
  const handshake = handshakeSchema.parse(server.handshakes[0]);
  expect(handshake).toMatchObject({ protocolVersion, hostId: uuid, oldestSpooled: 1 });
  await vi.waitFor(() => expect(server.received.some((one) => one.type === 'host.heartbeat')).toBe(true));
});

test('a server with another certificate gets no handshake and no message', async () => {
  const server = await startServer({ with: await makeCertificate('godwit') });
  const { sender, onConnected } = startAgent(server);
  await sender.send('run.progressed', progress('secret'));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(onConnected).not.toHaveBeenCalled();
  expect(server.handshakes).toEqual([]);
});

test('a certificate signed by the pinned authority is believed', async () => {
  const authority = await makeCertificate('authority', { authority: true });
  const leaf = await makeCertificate('leaf', { signedBy: authority });
  const server = await startServer({ with: { ...leaf, certificate: leaf.certificate + authority.certificate } });
  const { onConnected } = startAgent(server, authority.certificate);
  await vi.waitFor(() => expect(onConnected).toHaveBeenCalled());
});

test('a pinned certificate is believed whoever signed it, a sister of it is not', async () => {
  const authority = await makeCertificate('authority', { authority: true });
  const [leaf, sister] = [
    await makeCertificate('leaf', { signedBy: authority }),
    await makeCertificate('leaf', { signedBy: authority }),
  ];
  const server = await startServer({ with: { ...leaf, certificate: leaf.certificate + authority.certificate } });
  const { onConnected } = startAgent(server, leaf.certificate);
  await vi.waitFor(() => expect(onConnected).toHaveBeenCalled());
  const stranger = await startServer({ with: { ...sister, certificate: sister.certificate + authority.certificate } });
  const deceived = startAgent(stranger, leaf.certificate);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(deceived.onConnected).not.toHaveBeenCalled();
});

test('messages made while the link is down arrive in order, once', async () => {
  const first = await startServer();
  const { sender, onConnected } = startAgent(first);
  await vi.waitFor(() => expect(onConnected).toHaveBeenCalled());
  await sender.send('run.progressed', progress('one'));
  await vi.waitFor(() => expect(numbered(first)).toEqual([1]));
  await first.close();
  await sender.send('run.progressed', progress('two'));
  await sender.send('run.progressed', progress('three'));
  const second = await startServer({ port: first.port, stored: 1 });
  await vi.waitFor(() => expect(numbered(second)).toEqual([2, 3]), { timeout: 10_000 });
});

test('a message whose acknowledgement was lost is sent again under the same number', async () => {
  const first = await startServer();
  first.acknowledges = false;
  const { sender, onConnected } = startAgent(first);
  await vi.waitFor(() => expect(onConnected).toHaveBeenCalled());
  await sender.send('run.progressed', progress('one'));
  await vi.waitFor(() => expect(numbered(first)).toEqual([1]));
  await first.close();
  const second = await startServer({ port: first.port, stored: 0 });
  await vi.waitFor(() => expect(numbered(second)).toEqual([1]), { timeout: 10_000 });
});

test('a message that the server has stored is not sent again', async () => {
  const spool = Spool.open(path.join(folder, 'spool'));
  const message = { version: 1 as const, at: new Date().toISOString(), type: 'run.progressed', body: progress('old') };
  await spool.append(message);
  await spool.append(message);
  await spool.close();
  const server = await startServer({ stored: 1 });
  startAgent(server);
  await vi.waitFor(() => expect(numbered(server)).toEqual([2]));
});

test('a refusal is stated, and the agent goes on asking until it is let in', async () => {
  const server = await startServer();
  server.refuse = { code: 'protocol-version-refused', message: 'This server speaks 2.', remedy: 'Update the agent.' };
  const { onConnected } = startAgent(server);
  await vi.waitFor(() => expect(server.handshakes.length).toBeGreaterThan(1));
  expect(onConnected).not.toHaveBeenCalled();
  server.refuse = null;
  await vi.waitFor(() => expect(onConnected).toHaveBeenCalled(), { timeout: 5000 });
});

test('a server that fails while it lets somebody in is asked again soon, and not as after a refusal', async () => {
  const server = await startServer();
  server.refuse = { code: 'internal', message: 'The database is away.', remedy: 'Wait.' };
  const { onConnected } = startAgent(server, certificate.certificate, 600_000);
  await vi.waitFor(() => expect(server.handshakes.length).toBe(1));
  server.refuse = null;
  await vi.waitFor(() => expect(onConnected).toHaveBeenCalled(), { timeout: 10_000 });
});

test('a command is answered through the acknowledgement', async () => {
  const server = await startServer();
  const { onConnected } = startAgent(server);
  await vi.waitFor(() => expect(onConnected).toHaveBeenCalled());
  const reply: unknown = await server.sockets[0]?.timeout(3000).emitWithAck('command', { any: 'thing' });
  expect(reply).toEqual({ ok: true, result: { workloads: [] } });
});

test('a long spool is sent in windows and completely', async () => {
  const server = await startServer();
  const { sender, spool } = startAgent(server);
  await Promise.all(Array.from({ length: 1000 }, (_, index) => sender.send('run.progressed', progress(`${index}`))));
  await vi.waitFor(() => expect(numbered(server).length).toBe(1000), { timeout: 10_000 });
  expect(numbered(server)).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
  await vi.waitFor(() => expect(spool.pendingBytes).toBe(0));
});
