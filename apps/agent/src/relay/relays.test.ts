import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ensureRunKeys, readRunKeys } from '../channel/run-keys.ts';
import { connectChannel, listenForChannel } from '../channel/secure-channel.ts';
import { Relays } from './relays.ts';

const relayId = '6f5b0f2e-1111-4222-8333-444455556666';

/** Two agents with a server in between that passes everything on, and counts what is on its way. */
const joinBoth = () => {
  const [source, destination] = [new Relays(), new Relays()];
  const seen = { onTheWay: 0, most: 0, bytes: 0, arrives: true, passed: [] as Buffer[] };
  const pass = (to: Relays) => async (head: Parameters<Relays['take']>[0], data: Buffer) => {
    seen.onTheWay += 1;
    seen.most = Math.max(seen.most, seen.onTheWay);
    seen.bytes += data.length;
    seen.passed.push(data);
    await new Promise((resolve) => setImmediate(resolve));
    const taken = seen.arrives && (await to.take(head, data));
    seen.onTheWay -= 1;
    return taken;
  };
  source.bind(pass(destination));
  destination.bind(pass(source));
  return { source, destination, seen };
};

const listen = async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return { server, port };
};

it('carries a stream both ways, in order, and never much of it at once', async () => {
  const { source, destination, seen } = joinBoth();
  const { server, port } = await listen();
  destination.openExit(relayId, { host: '127.0.0.1', port });
  const entry = await source.openEntry(relayId);
  const accepted = once(server, 'connection');
  const near = connect(entry.port, entry.host);
  const sent = Buffer.alloc(8 << 20, 'abcdefgh');
  near.end(sent);
  const [far] = await accepted;
  far.write('answer');
  const received: Buffer[] = [];
  far.on('data', (piece: Buffer) => received.push(piece));
  const answer = await once(near, 'data');
  await once(far, 'end');
  expect(Buffer.concat(received).equals(sent)).toBe(true);
  expect(String(answer[0])).toBe('answer');
  expect(seen.most).toBeLessThan(20);
  far.destroy();
  server.close();
});

it('shows the server nothing but ciphertext: the channel is encrypted from end to end in it', async () => {
  const { source, destination, seen } = joinBoth();
  const dir = mkdtempSync(path.join(os.tmpdir(), 'godwit-relay-'));
  for (const name of ['a', 'b']) mkdirSync(path.join(dir, name));
  const [a, b] = [await ensureRunKeys(path.join(dir, 'a')), await ensureRunKeys(path.join(dir, 'b'))];
  const heard: Buffer[] = [];
  const options = { keys: readRunKeys(path.join(dir, 'b')), peerFingerprint: a, allowsPeer: () => true };
  const server = await listenForChannel('127.0.0.1', options, (socket) =>
    socket.on('data', (piece) => heard.push(piece)),
  );
  destination.openExit(relayId, { host: '127.0.0.1', port: (server.address() as { port: number }).port });
  const entry = await source.openEntry(relayId);
  const near = await connectChannel(entry.host, entry.port, {
    keys: readRunKeys(path.join(dir, 'a')),
    peerFingerprint: b,
  });
  const secret = Buffer.from('what the memory holds '.repeat(1000));
  near.write(secret);
  while (Buffer.concat(heard).length < secret.length) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(Buffer.concat(heard).equals(secret)).toBe(true);
  expect(seen.bytes).toBeGreaterThan(secret.length);
  expect(Buffer.concat(seen.passed).includes('what the memory holds')).toBe(false);
  near.destroy();
  server.close();
  rmSync(dir, { recursive: true });
});

it('ends what can no longer be carried', async () => {
  const { source, destination, seen } = joinBoth();
  const { server, port } = await listen();
  destination.openExit(relayId, { host: '127.0.0.1', port });
  const { host, port: entryPort } = await source.openEntry(relayId);
  const near = connect(entryPort, host);
  await once(near, 'connect');
  seen.arrives = false;
  near.write('lost');
  await once(near, 'close');
  server.close();
});

it('takes nothing for a relay that was never opened', async () => {
  expect(await new Relays().take({ relayId, kind: 'data' }, Buffer.from('x'))).toBe(false);
});
