import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cgroup2Path, parseCgroup } from './parse-cgroup.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { parseFdLink } from './parse-fd-link.ts';
import { parseFdInfo } from './parse-fdinfo.ts';
import { parseMountinfo } from './parse-mountinfo.ts';
import { parseSmaps } from './parse-smaps.ts';
import { isKernelThread, parseStat } from './parse-stat.ts';
import { parseStatus } from './parse-status.ts';

const recorded = (name: string): string => readFileSync(new URL(`recorded/${name}.txt`, import.meta.url), 'utf8');

describe('stat', () => {
  it('survives a command that looks like the fields behind it', () => {
    expect(parseStat(recorded('stat-odd-name'))).toEqual({
      pid: 829,
      comm: 'a) S (b',
      state: 'S',
      ppid: 825,
      pgid: 829,
      sid: 829,
      ttyNr: 0,
      flags: 4194304,
      nice: 0,
      startTimeTicks: 235655,
      exitSignal: 17,
      realtimePriority: 0,
      schedulingPolicy: 0,
    });
  });

  it('knows a thread of the kernel by its flag', () => {
    const line = recorded('stat-odd-name');
    expect(isKernelThread(parseStat(line))).toBe(false);
    expect(isKernelThread(parseStat(line.replace(' 4194304 ', ' 69238880 ')))).toBe(true);
  });

  it('refuses text of another form', () => {
    expect(() => parseStat('12 (cut')).toThrow('unknown form');
  });
});

it('reads ids, capabilities and namespaces from status', () => {
  expect(parseStatus(recorded('status'))).toMatchObject({
    tgid: 829,
    uids: [0, 0, 0, 0],
    nsPids: [829],
    nsSids: [829],
    capEffective: '000001fffeffffff',
    seccompMode: 0,
    noNewPrivs: false,
    allowedCpus: '0-1',
  });
});

it('keeps empty arguments and drops only the end of the command line', () => {
  expect(parseCommandLine('redis-server *:6379\0\0\0')).toEqual(['redis-server *:6379']);
  expect(parseCommandLine('sh\0-c\0\0x\0')).toEqual(['sh', '-c', '', 'x']);
  expect(parseCommandLine('')).toEqual([]);
});

it('finds the v2 path among the cgroups, colons included', () => {
  const groups = parseCgroup('9:name=systemd:/\n0::/system.slice/a:b.service\n');
  expect(groups[0]).toEqual({ controllers: 'name=systemd', path: '/' });
  expect(cgroup2Path(groups)).toBe('/system.slice/a:b.service');
  expect(cgroup2Path(parseCgroup('4:memory:/x\n'))).toBeNull();
});

it('undoes escapes in mountinfo and finds the type behind optional fields', () => {
  const mounts = parseMountinfo(recorded('mountinfo'));
  expect(mounts[1]).toMatchObject({ mountId: 29, optionalFields: ['shared:7', 'master:3'], filesystem: 'devpts' });
  expect(mounts[2]).toMatchObject({
    dev: '254:1',
    root: '/data/a b',
    mountPoint: '/srv/a b',
    source: '/dev/mapper/vg-data',
  });
});

describe('fd links', () => {
  it.each([
    ['pipe:[251660]', { kind: 'pipe', inode: '251660' }],
    ['socket:[1]', { kind: 'socket', inode: '1' }],
    ['anon_inode:[eventpoll]', { kind: 'anon-inode', anonInode: 'eventpoll' }],
    ['anon_inode:inotify', { kind: 'anon-inode', anonInode: 'inotify' }],
    ['/memfd:hello world (deleted)', { kind: 'memfd' }],
    ['/tmp/socket:[1]', { kind: 'file' }],
    ['net:[4026531833]', { kind: 'other', inode: '4026531833' }],
  ])('%s', (link, expected) => {
    expect(parseFdLink(link)).toEqual(expected);
  });
});

describe('fdinfo', () => {
  it('decodes octal flags and keeps what only this kind has', () => {
    const info = parseFdInfo(recorded('fdinfo-epoll'));
    expect(info).toMatchObject({ flags: 0o2000002, position: 0, mountId: 17, inode: '1039', locks: [] });
    expect(info.details).toEqual(['tfd:        4 events:       1f data:                4  pos:0 ino:3d70c sdev:f']);
  });

  it('tells kinds of locks', () => {
    expect(parseFdInfo(recorded('fdinfo-locked')).locks).toEqual([
      { kind: 'posix', access: 'write', line: '1: POSIX  ADVISORY  WRITE 829 fe:00:2155473 0 EOF' },
    ]);
    expect(parseFdInfo(recorded('fdinfo-flocked')).locks).toMatchObject([{ kind: 'flock', access: 'read' }]);
  });

  it.each(['inotify', 'timerfd', 'eventfd'])('passes on the lines of %s', (name) => {
    expect(parseFdInfo(recorded(`fdinfo-${name}`)).details.join('\n')).toMatch(/inotify wd:|clockid: 1|eventfd-count:/);
  });
});

describe('smaps', () => {
  const [text, heap, shared, stack] = parseSmaps(recorded('smaps'));

  it('reads place, file and permissions', () => {
    expect(text).toMatchObject({
      start: '55cc0bdf0000',
      sizeBytes: 4096,
      permissions: 'r-xp',
      dev: '254:0',
      inode: '26723',
      path: '/usr/bin/python3.11',
      deleted: false,
      vmFlags: ['rd', 'ex', 'mr', 'mw', 'me'],
      rssBytes: 4096,
      anonymousBytes: 0,
    });
  });

  it('counts pages of each mapping by itself', () => {
    expect(heap?.path).toBe('[heap]');
    expect(heap?.anonymousBytes).toBeGreaterThan(0);
    expect(heap?.privateDirtyBytes).toBe(heap?.anonymousBytes);
    expect(stack?.path).toBe('[stack]');
  });

  it('cuts the mark of a deleted file off its path', () => {
    expect(shared).toMatchObject({
      path: '/dev/zero',
      deleted: true,
      permissions: 'rw-s',
      rssBytes: 40960,
      sizeBytes: 1 << 20,
    });
  });

  it('reads an empty file, as the kernel gives for a zombie', () => {
    expect(parseSmaps('')).toEqual([]);
  });
});
