import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint, CheckpointProcess } from './checkpoint.ts';
import { exploreImages } from './explore-images.ts';

const criu = process.env.GODWIT_CRIU ?? 'criu';
const workload = fileURLToPath(new URL('../recorded/many-kinds.py', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'godwit-images-'));
const images = join(directory, 'images');

let started: ChildProcess;
let root = 0;
/** What /proc said right before the dump, by process. */
const seen = new Map<
  number,
  { links: Map<number, string>; maps: string[]; threads: number[]; cwd: string; exe: string }
>();
let checkpoint: Checkpoint;

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

const isZombie = (pid: number): boolean => /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

/** `start-end access` of each mapping, in the form of /proc/PID/maps. CRIU joins the two parts of [vvar] of kernel 6.13. */
const mapsOf = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/maps`, 'utf8')
    .replace(/-[\da-f]+( r--p .*\[vvar\])\n[\da-f]+-([\da-f]+) r--p .*\[vvar_vclock\]/, '-$2$1')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' ').slice(0, 2).join(' '));

const look = (pid: number): void => {
  const fds = readdirSync(`/proc/${pid}/fd`).map(Number);
  seen.set(pid, {
    links: new Map(fds.map((fd) => [fd, readlinkSync(`/proc/${pid}/fd/${fd}`)])),
    maps: mapsOf(pid),
    threads: readdirSync(`/proc/${pid}/task`).map(Number),
    cwd: readlinkSync(`/proc/${pid}/cwd`),
    exe: readlinkSync(`/proc/${pid}/exe`),
  });
};

const waitForFile = async (path: string): Promise<void> => {
  for (let times = 0; !existsSync(path); times++) {
    if (times > 200) throw new Error(`${path} did not appear: ${readFileSync(join(directory, 'out'), 'utf8')}`);
    await sleep(50);
  }
};

const dump = (): void => {
  const options = [
    '--leave-running',
    '--tcp-established',
    '--network-lock',
    'nftables',
    '--file-locks',
    '--link-remap',
  ];
  const argv = ['dump', '-t', String(root), '-D', images, '-o', 'dump.log', '-v4', ...options];
  const { status } = spawnSync(criu, argv, { stdio: 'ignore' });
  if (status !== 0) throw new Error(readFileSync(join(images, 'dump.log'), 'utf8').split('\n').slice(-30).join('\n'));
};

const readImage = (name: string): Uint8Array | null =>
  existsSync(join(images, name)) ? readFileSync(join(images, name)) : null;

beforeAll(async () => {
  copyFileSync(workload, join(directory, 'many-kinds.py'));
  spawnSync('mkdir', [images]);
  const out = openSync(join(directory, 'out'), 'w');
  started = spawn('python3', ['many-kinds.py'], { cwd: directory, detached: true, stdio: ['ignore', out, out] });
  await waitForFile(join(directory, 'ready'));
  root = Number(readFileSync(join(directory, 'ready'), 'utf8'));
  for (const pid of [root, ...childrenOf(root).filter((child) => !isZombie(child))]) look(pid);
  dump();
  const files = readdirSync(images).map((name) => ({ name, bytes: statSync(join(images, name)).size }));
  checkpoint = exploreImages(readImage, files);
});

afterAll(() => {
  for (const pid of seen.keys()) process.kill(pid, 'SIGKILL');
  started.unref();
  rmSync(directory, { recursive: true, force: true });
});

const living = (): CheckpointProcess[] => checkpoint.processes.filter(({ state }) => state === 'alive');

/** Kind of file by the link in /proc/PID/fd; kinds that are told by the path itself are plain files there. */
const kindOfLink = (link: string): RegExp => {
  if (link.startsWith('pipe:')) return /^pipe$/;
  if (link.startsWith('socket:')) return /^(inet|unix|netlink|packet)-socket$/;
  if (link.startsWith('anon_inode:') || /^pidfd:/.test(link))
    return /^(eventfd|eventpoll|timerfd|signalfd|inotify|pidfd)$/;
  if (link.startsWith('/memfd:')) return /^memfd$/;
  return /^\/dev\/(pts\/\d+|ptmx)$/.test(link) ? /^terminal$/ : /^(file|fifo)$/;
};

describe('a real dump of a tree with one of each kind of file', () => {
  it('is read without problems', () => {
    expect(checkpoint.problems).toEqual([]);
    expect(checkpoint.head?.criuRunId).toMatch(/^[\da-f-]{36}$/);
  });

  it('has the processes, threads and directories that /proc showed', () => {
    expect(living().map(({ pid }) => pid)).toEqual([...seen.keys()]);
    for (const { pid, threads, cwd, exe } of living()) {
      expect({ threads: threads.sort(), cwd, exe }).toEqual({
        threads: seen.get(pid)?.threads.sort(),
        cwd: seen.get(pid)?.cwd,
        exe: seen.get(pid)?.exe,
      });
    }
    expect(checkpoint.processes.filter(({ state }) => state === 'dead').length).toBe(1);
  });

  it('has every descriptor that /proc showed, of the same kind', () => {
    for (const { pid, files } of living()) {
      const links = seen.get(pid)?.links ?? new Map();
      expect(files.map(({ fd }) => fd)).toEqual([...links.keys()].sort((a, b) => a - b));
      for (const { fd, kind, what } of files) {
        const link: string = links.get(fd) ?? '';
        expect(`${fd} ${kind}`).toMatch(new RegExp(`^${fd} ${kindOfLink(link).source.replace(/^\^/, '')}`));
        if (kind === 'file') expect(what).toBe(link.replace(/ \(deleted\)$/, ''));
        if (kind === 'pipe') expect(what).toBe(link);
      }
    }
  });

  it('has every mapping that /proc showed', () => {
    for (const { pid, mappings } of living()) {
      expect(
        mappings.map(({ start, end, access }) => `${start.padStart(8, '0')}-${end.padStart(8, '0')} ${access}`),
      ).toEqual(seen.get(pid)?.maps);
    }
  });

  it('stores the pages that the process had written to', () => {
    const pages = checkpoint.processes[0]?.memory.storedBytes ?? 0;
    expect(pages).toBeGreaterThan(64 * 4096);
    expect(checkpoint.statistics.dump?.pagesWritten).toBe(checkpoint.sizes.pagesBytes / checkpoint.sizes.pageBytes);
  });

  it('tells the options it was made with', () => {
    const options = checkpoint.options.map(({ option }) => option);
    expect(options.sort()).toEqual(['--file-locks', '--link-remap', '--network-lock nftables', '--tcp-established']);
  });
});
