import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factBundleSchema, type TreeFacts, treeFactsSchema } from '@godwit/domain/facts';
import { type StartedChild, startChild } from '@godwit/test-kit/start-child';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { collectTree } from './collect-tree.ts';
import { findOutsideHolders } from './outside-holders.ts';

const children: StartedChild[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.stop();
});

const start = async (...argv: [string, ...string[]]): Promise<StartedChild> => {
  const child = await startChild(argv);
  children.push(child);
  return child;
};

const startNode = (script: string): Promise<StartedChild> => start(process.execPath, '-e', script);

const value = <T>(fact: { known: true; value: T } | { known: false; reason: string }): T => {
  if (!fact.known) throw new Error(fact.reason);
  return fact.value;
};

const stay = 'setInterval(() => {}, 1000);';

describe('a node program with a child, a listener and files', () => {
  let tree: TreeFacts;
  let child: StartedChild;

  beforeAll(async () => {
    child = await startChild([
      process.execPath,
      '-e',
      `const fs = require('fs'), net = require('net');
       fs.writeFileSync('read-only', 'x'); fs.openSync('read-only'); fs.openSync('written', 'w');
       fs.writeFileSync('gone', 'y'); fs.openSync('gone'); fs.unlinkSync('gone');
       const inner = require('child_process').spawn('/bin/sleep', ['1000'], { stdio: 'ignore' });
       const server = net.createServer((socket) => {}).listen(0, '127.0.0.1', () => {
         const client = net.connect(server.address().port, '127.0.0.1', () => console.log('ready', inner.pid, server.address().port));
       });`,
    ]);
    tree = await collectTree({ pid: child.pid, hash: true });
    return () => child.stop();
  });

  it('fills the contract', () => {
    expect(treeFactsSchema.safeParse(tree).error).toBeUndefined();
    expect(factBundleSchema.shape.tree.safeParse(JSON.parse(JSON.stringify(tree))).success).toBe(true);
    expect(tree.changedWhileRead).toBe(false);
  });

  it('finds both processes, parents first, with their identity', () => {
    expect(tree.tasks.map((task) => task.pid)).toEqual([child.pid, Number(child.said[0])]);
    const [root, inner] = tree.tasks;
    expect(root).toMatchObject({ pid: child.pid, ppid: process.pid, sid: child.pid, ttyNr: 0, tracerPid: 0 });
    expect(root!.threads.length).toBeGreaterThan(4);
    expect(value(root!.exe)).toMatchObject({ path: process.execPath, state: 'linked' });
    expect(value(inner!.commandLine)).toEqual(['/bin/sleep', '1000']);
    expect(value(root!.cwd).path).toBe(child.directory);
    expect(Object.keys(value(root!.namespaces)).sort()).toEqual(
      expect.arrayContaining(['ipc', 'mnt', 'net', 'pid', 'user', 'uts']),
    );
  });

  it('sees the listener and both ends of its own connection', () => {
    const port = Number(child.said[1]);
    const ours = value(tree.inetSockets);
    expect(ours.map((socket) => socket.state).sort()).toEqual(['established', 'established', 'listen']);
    const listener = ours.find((socket) => socket.state === 'listen');
    expect(listener).toMatchObject({
      protocol: 6,
      pids: [child.pid],
      local: { address: '127.0.0.1', port },
      pendingConnections: 0,
    });
    expect(tree.inetSockets).toMatchObject({ source: 'sock_diag' });
  });

  it('tells what became of open files', () => {
    const fds = value(tree.tasks[0]!.fds);
    const byName = (name: string) => fds.find((fd) => fd.identity?.path === join(child.directory, name));
    expect(byName('written')).toMatchObject({ kind: 'file', identity: { state: 'linked' } });
    expect(byName('written')!.flags & 3).toBe(1);
    expect(byName('gone')).toMatchObject({ identity: { state: 'deleted', nlink: 0, sizeBytes: 1 } });
    expect(fds.some((fd) => fd.anonInode === 'eventpoll')).toBe(true);
  });

  it('gathers the files with roles, build-ids and hashes', () => {
    const files = value(tree.files);
    const find = (path: string) => files.find((file) => file.path === path)!;
    const node = find(process.execPath);
    expect(node.roles).toEqual(['executable']);
    expect(node.sha256).toEqual({
      known: true,
      value: createHash('sha256').update(readFileSync(process.execPath)).digest('hex'),
    });
    const libc = files.find((file) => /\/libc\.so\.6$/.test(file.path))!;
    expect(libc.roles).toContain('library');
    expect(libc.pids).toHaveLength(2);
    expect(value(libc.buildId)).toMatch(/^[0-9a-f]{40}$/);
    expect(find(join(child.directory, 'written'))).toMatchObject({ openForWriting: true, sha256: { known: true } });
    expect(find(join(child.directory, 'read-only'))).toMatchObject({ openForWriting: false, sha256: { known: true } });
    expect(find(child.directory).roles).toEqual(['cwd']);
    expect(find('/').roles).toEqual(['root']);
  });

  it('counts the memory a dump would write, and no more than is resident', () => {
    const mappings = tree.tasks.flatMap((task) => value(task.mappings));
    const resident = mappings.reduce((sum, mapping) => sum + mapping.rssBytes, 0);
    expect(value(tree.dumpedMemoryBytes)).toBeGreaterThan(5 << 20);
    expect(value(tree.dumpedMemoryBytes)).toBeLessThan(resident);
  });

  it('takes the parent that merely started it for no supervisor', () => {
    expect(value(tree.ancestors)[0]).toMatchObject({ pid: process.pid });
    expect(value(tree.supervisors)).toEqual([]);
  });
});

describe('unix sockets', () => {
  it('tells a peer outside the tree and its owner, and connections that wait', async () => {
    const path = join(tmpdir(), `godwit-unix-${process.pid}.sock`);
    const server = await startNode(
      `require('net').createServer(() => {}).listen('${path}', () => console.log('ready'));${stay}`,
    );
    const client = await startNode(`require('net').connect('${path}', () => console.log('ready'));${stay}`);
    const [socket] = value((await collectTree({ pid: client.pid, hash: false })).unixSockets).filter(
      (found) => found.peerName === path,
    );
    expect(socket).toMatchObject({
      type: 'stream',
      state: 'established',
      peerInTree: false,
      peerOwner: { pid: server.pid },
    });
    const listener = value((await collectTree({ pid: server.pid, hash: false })).unixSockets).find(
      (found) => found.state === 'listen',
    );
    expect(listener).toMatchObject({ name: path, pendingConnections: 0 });
  });
});

describe('sockets no table lists', () => {
  it('are named by the kernel', async () => {
    const script =
      'import socket,time;a=socket.socket();b=socket.socket(socket.AF_NETLINK,socket.SOCK_RAW,0);b.bind((0,0));print("ready",flush=True);time.sleep(99)';
    const child = await start('/usr/bin/env', 'python3', '-c', script);
    const others = value((await collectTree({ pid: child.pid, hash: false })).otherSockets);
    expect(others.map(({ family, listed }) => ({ family, listed }))).toEqual(
      expect.arrayContaining([
        { family: 'TCP', listed: false },
        { family: 'netlink', listed: true },
      ]),
    );
  });
});

describe('another network namespace', () => {
  it('is looked at from inside, and this process comes back', async () => {
    const script = `require('net').createServer().listen(4999, '0.0.0.0', () => console.log('ready'));${stay}`;
    const child = await start('unshare', '--net', '--', process.execPath, '-e', script);
    const tree = await collectTree({ pid: child.pid, hash: false });
    expect(value(tree.inetSockets)).toMatchObject([{ state: 'listen', local: { port: 4999 } }]);
    expect(readlinkSync('/proc/self/ns/net')).not.toContain(value(tree.tasks[0]!.namespaces).net);
    const here = await startNode(`require('net').createServer().listen(0, () => console.log('ready'));${stay}`);
    expect(value((await collectTree({ pid: here.pid, hash: false })).inetSockets)).toHaveLength(1);
  });
});

describe('pipes', () => {
  it('names who else holds one', async () => {
    const shell = await start('/bin/sh', '-c', 'echo ready; /bin/sleep 1000 | /bin/sleep 1001; true');
    const [writer, reader] = await childrenOf(shell.pid, 2);
    const tree = await collectTree({ pid: writer!, hash: false });
    const pipe = value(tree.tasks[0]!.fds).find((fd) => fd.fd === 1);
    expect(pipe).toMatchObject({ kind: 'pipe' });
    const { pipes } = await findOutsideHolders(new Set([writer!]), { pipes: [pipe!.inode], sockets: [] });
    expect(pipes).toContainEqual({ inode: pipe!.inode, pid: reader, comm: 'sleep' });
  });
});

describe('supervisors', () => {
  const loop = 'while true; do /bin/sleep 1000; done';

  it('finds a shell that runs the tree in a loop', async () => {
    const shell = await start('/bin/sh', '-c', `echo ready; ${loop}`);
    const pid = (await childrenOf(shell.pid, 1))[0]!;
    expect(value((await collectTree({ pid, hash: false })).supervisors)).toMatchObject([
      { kind: 'shell-loop', pid: shell.pid },
    ]);
  });

  it('takes a shell that runs it once for none, loops elsewhere in its script included', async () => {
    const script = join(tmpdir(), `godwit-once-${process.pid}.sh`);
    writeFileSync(script, 'for i in 1 2; do echo ready; done\n/bin/sleep 1000\necho after\n');
    const shell = await start('/bin/sh', script);
    const pid = (await childrenOf(shell.pid, 1))[0]!;
    expect(value((await collectTree({ pid, hash: false })).supervisors)).toEqual([]);
  });
});

const childrenOf = async (pid: number, count: number): Promise<number[]> => {
  for (let tries = 0; tries < 200; tries++) {
    const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    const started = pids.filter((child) => readFileSync(`/proc/${child}/comm`, 'utf8') === 'sleep\n');
    if (started.length === count) return started;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error('the children did not come');
};

describe('what can never be judged', () => {
  const codeOf = (pid: number) =>
    collectTree({ pid, hash: false }).then(
      () => 'judged',
      (error) => error.code,
    );

  it('refuses each with its own code', async () => {
    expect(await codeOf(4_000_000)).toBe('no-such-process');
    expect(await codeOf(-1)).toBe('no-such-process');
    expect(await codeOf(1)).toBe('process-not-movable');
    expect(await codeOf(2)).toBe('process-not-movable');
    expect(await codeOf(process.pid)).toBe('process-not-movable');
    expect(await codeOf(process.ppid)).toBe('process-not-movable');
  });

  it('says so when the process ends while it is read', async () => {
    const child = await startNode(`console.log('ready');${stay}`);
    const reading = collectTree({ pid: child.pid, hash: true });
    process.kill(child.pid, 'SIGKILL');
    await expect(reading).rejects.toMatchObject({ code: 'process-changed' });
  });

  it('stops when it is cancelled', async () => {
    const child = await startNode(`console.log('ready');${stay}`);
    await expect(collectTree({ pid: child.pid, hash: true, signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

it('tells that a tree changed while it was read', async () => {
  const child = await startNode(
    `const { spawn } = require('child_process'); setInterval(() => spawn('/bin/true', { stdio: 'ignore' }), 3); console.log('ready');`,
  );
  const seen: boolean[] = [];
  for (let tries = 0; tries < 10; tries++)
    seen.push((await collectTree({ pid: child.pid, hash: true })).changedWhileRead);
  expect(seen).toContain(true);
});
