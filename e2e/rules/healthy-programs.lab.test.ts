import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareWithCriu } from './describe-with-criu.ts';
import { judgeProgram } from './judge-program.ts';
import { type KeptProgram, keepProgram, keepPython } from './kept-program.ts';

const iptables = ['/usr/sbin', '/sbin', '/usr/bin', '/usr/local/sbin'].some((place) => existsSync(`${place}/iptables`));
const lock = iptables ? [] : ['--network-lock=nftables'];

const nodeServer = `
const server = require('node:http').createServer((request, response) => response.end('here'));
server.listen(0, '127.0.0.1', () => console.log('ready', process.pid, server.address().port));
`;
const threads = `
for _ in range(3): threading.Thread(target=wait, daemon=True).start()
listener = socket.create_server(('127.0.0.1', 0))
events = __import__('select').epoll()
events.register(listener)
ready()
wait()`;

const programs: { name: string; start: () => Promise<KeptProgram> }[] = [
  { name: 'python with threads, a listener and epoll', start: () => keepPython(threads) },
  { name: 'node with a web server', start: () => keepProgram([process.execPath, '-e', nodeServer]) },
  { name: 'perl', start: () => keepProgram(['/usr/bin/perl', '-e', '$| = 1; print "ready\\n"; sleep 1000 while 1']) },
  {
    name: 'redis',
    start: () =>
      keepProgram(['redis-server', '--port', '0', '--unixsocket', 'redis.sock', '--save', ''], (text) =>
        /ready to accept connections/i.test(text),
      ),
  },
];

describe('healthy programs, started detached', () => {
  test.each(programs)('$name needs no option and comes back', async ({ start }) => {
    const kept = await start();
    try {
      const verdict = await judgeProgram(kept.pid, 'here');
      expect(verdict.options).toEqual({ dump: [], restore: [] });
      expect(verdict.verdict).toBe('migratable');
      await compareWithCriu(kept, verdict);
    } finally {
      await kept.stop();
    }
  });

  test('node with a connected client needs --tcp-established and keeps the connection', async () => {
    const kept = await keepProgram([process.execPath, '-e', nodeServer]);
    const port = Number(/^ready \d+ (\d+)/m.exec(readFileSync(path.join(kept.directory, 'output'), 'utf8'))?.[1]);
    const client = connect(port, '127.0.0.1');
    try {
      await once(client, 'connect');
      client.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
      await once(client, 'data');
      const verdict = await judgeProgram(kept.pid, 'here');
      expect(verdict.verdict).toBe('migratable-with-options');
      expect(verdict.options).toEqual({ dump: [...lock, '--tcp-established'], restore: ['--tcp-established'] });
      await compareWithCriu(kept, verdict);
      client.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
      const [answer] = (await once(client, 'data')) as [Buffer];
      expect(answer.toString()).toContain('here');
    } finally {
      client.destroy();
      await kept.stop();
    }
  });
});
