import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { countWaiting, drainAcceptQueues } from './drain-accept-queues.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1B58 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 0100007F:1B59 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 2 1 0 100 0 0 10 0
   2: 0100007F:1B58 0100007F:9C40 01 00000000:00000007 00:00000000 00000000     0        0 3 1 0 100 0 0 10 0
`;

it('counts what waits at the listeners of these ports, and nothing else', () => {
  expect(countWaiting(table, [7000])).toBe(3);
  expect(countWaiting(table, [7000, 7001])).toBe(5);
  expect(countWaiting(table, [7002])).toBe(0);
  expect(countWaiting('', [7000])).toBe(0);
});

it('does not wait for a listener that accepts, nor longer than its time for one that does not', async () => {
  const server = createServer((socket) => socket.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const client = connect(port, '127.0.0.1');
  // This thread is busy until then, so that nobody accepts: the wait for the queue is what lets it.
  await drainAcceptQueues(process.pid, [port], 5000);
  await once(client, 'connect');
  client.destroy();
  server.close();
  const began = performance.now();
  await drainAcceptQueues(4_000_000, [port], 5000);
  expect(performance.now() - began).toBeLessThan(1000);
});
