import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { silenceTcp } from './silence-tcp.ts';

const program = `import socket
listener = socket.create_server(('127.0.0.1', 0))
print(listener.getsockname()[1], flush=True)
connection, _ = listener.accept()
print('accepted', flush=True)
connection.recv(1)`;

let server: ChildProcess;
let client: Socket;
afterEach(() => {
  server.kill('SIGKILL');
  client.destroy();
});

/** A stopped server with one connection, and the port of its client. */
const connected = async (): Promise<{ pid: number; port: number }> => {
  server = spawn('/usr/bin/python3', ['-c', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(server.stdout as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer];
  client = connect(Number(String(said)), '127.0.0.1');
  client.on('error', () => undefined);
  const accepted = once(server.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  await once(client, 'connect');
  await accepted;
  server.kill('SIGSTOP');
  return { pid: server.pid ?? 0, port: client.localPort ?? 0 };
};

const established = '01';
/** The state of the client's end as the kernel says it (tcp_states.h). */
const stateOf = (port: number): string | undefined => {
  const own = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  return lines.map((line) => line.trim().split(/\s+/)).find(([, local]) => local?.endsWith(own))?.[3];
};

const killServer = async (): Promise<void> => {
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
};

it('lets a process die without a word to its peers', async () => {
  const { pid, port } = await connected();
  expect(silenceTcp([pid])).toBe(1);
  await killServer();
  expect(stateOf(port)).toBe(established);
});

it('makes a difference: without it the peer is told', async () => {
  const { port } = await connected();
  await killServer();
  expect(stateOf(port)).not.toBe(established);
});
