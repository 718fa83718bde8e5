import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { expectForetold } from './describe-with-criu.ts';
import { collectSource } from './judge-program.ts';
import { type KeptProgram, keepPython } from './kept-program.ts';
import { tryOwnDestination } from './own-destination.ts';

/** Between dump and restore somebody takes what the tree needs: the rule must tell, and CRIU must refuse as told. */
const expectTaken = async (rule: string, kept: KeptProgram, take: () => Promise<void>): Promise<void> => {
  const source = await collectSource(kept.pid, { hash: true });
  const { findings, restored } = await tryOwnDestination(rule, source, take);
  expect(findings.map(({ id }) => id)).toEqual([`${rule}.taken`]);
  expect(restored.code).not.toBe(0);
  for (const finding of findings) expectForetold(finding, restored);
};

test('destination-ports: a port somebody else listens on', async () => {
  const kept = await keepPython(`
server = socket.create_server(('127.0.0.1', 0))
print('port', server.getsockname()[1])
ready()
wait()`);
  const port = Number(/^port (\d+)/m.exec(readFileSync(path.join(kept.directory, 'output'), 'utf8'))?.[1]);
  const server = createServer();
  try {
    await expectTaken('destination-ports', kept, async () => {
      await once(server.listen(port, '127.0.0.1'), 'listening');
    });
  } finally {
    server.close();
    await kept.stop();
  }
});

/** clone3(2) with set_tid: a process under an id of one's choice. */
const takeId = `
import ctypes, os, struct, sys, time
wanted = ctypes.c_int(int(sys.argv[1]))
arguments = struct.pack('11Q', 0, 0, 0, 0, 17, 0, 0, 0, ctypes.addressof(wanted), 1, 0)
child = ctypes.CDLL(None).syscall(435, arguments, len(arguments))
if child == 0:
    print('taken', flush=True)
    time.sleep(60)
    os._exit(0)
os.waitpid(child, 0)
`;

test('destination-ids: a process id somebody else has', async () => {
  const kept = await keepPython('ready()\nwait()');
  try {
    await expectTaken('destination-ids', kept, async () => {
      const argv = ['-c', takeId, String(kept.pid)];
      const taker = spawn('/usr/bin/python3', argv, { cwd: kept.directory, stdio: ['ignore', 'pipe', 'inherit'] });
      const [text] = (await once(taker.stdout, 'data')) as [Buffer];
      expect(text.toString()).toContain('taken');
    });
  } finally {
    // Whoever has the id by now is the taker's child or the restored program.
    await kept.stop();
  }
});

test('destination-sockets: a directory in which a unix socket is bound', async () => {
  const kept = await keepPython(`
os.mkdir('inner')
server = socket.socket(socket.AF_UNIX)
server.bind(os.getcwd() + '/inner/socket')
server.listen(8)
ready()
wait()`);
  try {
    const source = await collectSource(kept.pid, { hash: true });
    const inner = path.join(kept.directory, 'inner');
    const { findings, restored } = await tryOwnDestination('destination-sockets', source, () =>
      rmSync(inner, { recursive: true }),
    );
    expect(findings.map(({ id }) => id)).toEqual(['destination-sockets.directory-missing']);
    expect(restored.code).not.toBe(0);
    for (const finding of findings) expectForetold(finding, restored);
  } finally {
    await kept.stop();
  }
});
