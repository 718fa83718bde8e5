import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareSnapshots } from './compare-snapshots.mjs';
import { takeSnapshot } from './snapshot.mjs';

let folder: string;
let init: ChildProcess;
let host: Parameters<typeof takeSnapshot>[0][number];

/** Stands for a host: a process in namespaces of its own. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'godwit-snapshot-'));
  init = spawn('unshare', ['--mount', '--net', '--pid', '--fork', '--kill-child', 'sleep', '120'], { stdio: 'ignore' });
  const inner = await waitForChild(init.pid ?? 0);
  host = {
    name: 'host',
    initPid: inner,
    pidNamespace: readlinkSync(`/proc/${inner}/ns/pid`),
    root: `/proc/${inner}/root`,
  };
});
afterAll(() => {
  init.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const waitForChild = async (pid: number): Promise<number> => {
  for (let tries = 0; tries < 500; tries += 1) {
    const children = execFileSync('cat', [`/proc/${pid}/task/${pid}/children`], { encoding: 'utf8' }).trim();
    if (children) return Number(children.split(' ')[0]);
    await sleep(10);
  }
  throw new Error('unshare did not start its child');
};

const inside = (...argv: string[]) =>
  execFileSync('nsenter', ['--target', String(host.initPid), '--mount', '--net', '--', ...argv]);
const look = () => takeSnapshot([host], { folders: [folder] });
const changesOf = (change: () => void) => {
  const before = look();
  change();
  return compareSnapshots(before, look()).filter((one) => one.host === 'host');
};

test('two looks at a host that nobody touched are equal', () => {
  expect(changesOf(() => undefined)).toEqual([]);
});

test.each([
  ['nft', 'a table left over', () => inside('nft', 'add', 'table', 'inet', 'CRIU-left-over'), /CRIU-left-over/],
  ['links', 'a link left over', () => inside('ip', 'link', 'add', 'left7', 'type', 'bridge'), /left7/],
  [
    'addresses',
    'an address left over',
    () => inside('ip', 'address', 'add', '10.9.9.9/32', 'dev', 'lo'),
    /10\.9\.9\.9/,
  ],
  ['mounts', 'a mount left over', () => inside('mount', '-t', 'tmpfs', 'left', '/mnt'), /tmpfs left/],
  ['files', 'a file left over', () => writeFileSync(path.join(folder, 'pages-1.img'), ''), /pages-1\.img/],
  ['files', 'a folder left over', () => void mkdirSync(path.join(folder, 'images')), /images\//],
])('%s: %s is seen', (kind, _, leave, line) => {
  const changes = changesOf(leave);
  expect(changes).toContainEqual({ host: 'host', kind, change: 'added', line: expect.stringMatching(line) });
});

test('a process left over is seen', async () => {
  const before = look();
  const left = spawn('nsenter', ['--target', String(host.initPid), '--pid', '--', 'sleep', '77'], { stdio: 'ignore' });
  await sleep(200);
  const changes = compareSnapshots(before, look());
  left.kill('SIGKILL');
  expect(changes).toContainEqual({
    host: 'host',
    kind: 'processes',
    change: 'added',
    line: expect.stringMatching(/sleep: sleep 77/),
  });
});
