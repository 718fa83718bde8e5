import { describe, expect, it } from 'vitest';
import { openRecorded, readRecorded, replaceImage } from '../recorded/recorded-images.ts';
import type { Checkpoint } from './checkpoint.ts';
import { exploreImages, isNoCheckpoint } from './explore-images.ts';

const explore = ({ read, files }: ReturnType<typeof openRecorded>): Checkpoint => exploreImages(read, files);
const manyKinds = explore(openRecorded('many-kinds'));
const ownNamespaces = explore(openRecorded('own-namespaces'));
const [root, child, dead] = manyKinds.processes;

describe('a tree with one of each kind of file', () => {
  it('is told without problems', () => {
    expect(manyKinds.problems).toEqual([]);
    expect(manyKinds.head).toMatchObject({
      imageVersion: 2,
      machine: 'x86_64',
      networkLock: 'nftables',
      ownNamespaces: [],
    });
  });

  it('has its processes, threads and the dead child', () => {
    expect(root).toMatchObject({
      pid: 6925,
      ppid: 0,
      sid: 6925,
      threads: [6925, 6928],
      state: 'alive',
      command: 'python3',
    });
    expect(root).toMatchObject({
      uid: 0,
      exe: '/usr/bin/python3.11',
      cwd: '/srv/many-kinds',
      root: '/',
      seccomp: 'off',
    });
    expect(child).toMatchObject({ pid: 6929, ppid: 6925, pgid: 6929, state: 'alive' });
    expect(dead).toMatchObject({ pid: 6930, ppid: 6925, state: 'dead', threads: [6930], files: [], mappings: [] });
  });

  it.each([
    ['file', '/srv/many-kinds/regular.txt', { position: 50, size: 50, access: 'read-write', deleted: null }],
    ['file', '/srv/many-kinds/deleted.txt', { size: 3000, deleted: 'in-images' }],
    ['file', '/srv/many-kinds/linked.txt', { deleted: 'linked' }],
    ['file', '/dev/null', { access: 'read' }],
    ['unix-socket', '/srv/many-kinds/bound.sock', {}],
    ['unix-socket', '@many-kinds-6925', {}],
    ['eventfd', 'counter 41', {}],
    ['timerfd', 'clock monotonic', {}],
    ['signalfd', 'signals 0x200', {}],
    ['inotify', '1 watches', {}],
    ['memfd', 'memfd:many-kinds', { position: 5000 }],
    ['terminal', '/dev/pts/0', {}],
    ['pidfd', 'process 6925', {}],
    ['eventpoll', 'watches 9', {}],
  ])('has a %s %s open', (kind, what, more) => {
    expect(root?.files).toContainEqual(expect.objectContaining({ kind, what, ...more }));
  });

  it('has both ends of its pipe', () => {
    const pipes = root?.files.filter(({ kind, fd }) => kind === 'pipe' && fd < 100);
    expect(pipes?.map(({ access }) => access)).toEqual(['read', 'write']);
    expect(new Set(pipes?.map(({ what }) => what)).size).toBe(1);
  });

  it('has its sockets with state, queues and holders', () => {
    const held = [expect.objectContaining({ pid: 6925 }), expect.objectContaining({ pid: 6929 })];
    const sockets = manyKinds.sockets.map(({ family, protocol, state }) => `${family} ${protocol} ${state}`);
    expect(sockets.filter((text) => text === 'inet tcp established').length).toBe(2);
    expect(sockets).toEqual(expect.arrayContaining(['inet tcp listening', 'inet6 tcp listening', 'inet udp closed']));
    expect(sockets).toEqual(expect.arrayContaining(['unix unix listening', 'netlink netlink 0 ', 'packet packet 0 ']));
    expect(manyKinds.sockets.filter(({ received }) => received === 6).length).toBe(2);
    expect(manyKinds.sockets[0]?.holders).toEqual(held);
  });

  it('has its memory map', () => {
    const kinds = new Set(root?.mappings.map(({ kind }) => kind));
    for (const kind of ['private file', 'private anonymous', 'memfd', 'heap', 'stack', 'vdso', 'vvar'])
      expect(kinds).toContain(kind);
    expect(root?.mappings).toContainEqual(
      expect.objectContaining({
        access: 'r-xp',
        path: '/usr/bin/python3.11',
        start: expect.stringMatching(/^[\da-f]+$/),
      }),
    );
    const pages = openRecorded('many-kinds').files.find(({ name }) => name === 'pages-3.img');
    expect(root?.memory).toMatchObject({ storedBytes: pages?.bytes, parentBytes: 0, lazyBytes: 0 });
  });

  it('tells the options of its dump, and what the restore must repeat', () => {
    expect(manyKinds.options.map(({ option, atRestore }) => [option, atRestore])).toEqual([
      ['--network-lock nftables', null],
      ['--tcp-established', '--tcp-established'],
      ['--file-locks', '--file-locks'],
      ['--link-remap', null],
    ]);
  });

  it('tells sizes and statistics', () => {
    const { sizes, statistics } = manyKinds;
    expect(sizes).toMatchObject({ pageBytes: 4096, sharedBytes: 16_384, ghostBytes: 3054 });
    expect(sizes.pagesBytes).toBeGreaterThan(sizes.totalBytes / 2);
    expect(statistics.dump?.pagesWritten).toBe(sizes.pagesBytes / 4096);
    expect(statistics.restore).toBeNull();
  });
});

describe('a tree with namespaces of its own', () => {
  it('tells which, their mounts and options', () => {
    expect(ownNamespaces.problems).toEqual([]);
    expect(ownNamespaces.head?.ownNamespaces).toEqual(['pid', 'net', 'ipc', 'uts', 'mnt']);
    expect(ownNamespaces.mounts).toContainEqual(
      expect.objectContaining({ mountPoint: '/media', fsType: 'tmpfs', externalKey: null }),
    );
    expect(ownNamespaces.options.map(({ option }) => option)).toEqual([
      '--network-lock skip',
      '--external mnt[]',
      '--cpu-cap',
    ]);
  });
});

describe('directories that are not whole', () => {
  const images = openRecorded('many-kinds');
  const problemsWith = (name: string, bytes: Uint8Array | null) => explore(replaceImage(images, name, bytes)).problems;

  it.each([
    'inventory.img',
    'pstree.img',
    'files.img',
    'core-6925.img',
    'core-6928.img',
    'mm-6929.img',
    'fs-6925.img',
    'fdinfo-2.img',
    'pagemap-6925.img',
  ])('without %s it is named as missing', (name) => {
    expect(problemsWith(name, null)).toContainEqual({ image: name, message: expect.stringContaining('missing') });
  });

  it('with a memory file that was cut off it is told', () => {
    const files = images.files.map((file) => (file.name === 'pages-3.img' ? { ...file, bytes: 4096 } : file));
    expect(exploreImages(images.read, files).problems).toEqual([
      {
        image: 'pages-3.img',
        message: expect.stringMatching(/has 4096 bytes, but pagemap-6925\.img says that it holds \d+ pages/),
      },
    ]);
  });

  it('with a damaged image the others are still told', () => {
    const cut = readRecorded('many-kinds', 'mm-6925.img').subarray(0, 100);
    const { problems, processes } = explore(replaceImage(images, 'mm-6925.img', cut));
    expect(problems.map(({ image }) => image)).toEqual(['mm-6925.img']);
    expect(processes.map(({ mappings }) => mappings.length > 0)).toEqual([false, true, false]);
    expect(processes[0]?.files.length).toBe(root?.files.length);
  });

  it('with foreign files each of them is told', () => {
    const foreign = replaceImage(
      replaceImage(images, 'notes.img', new TextEncoder().encode('hello')),
      'tty.img',
      readRecorded('many-kinds', 'files.img'),
    );
    expect(explore(foreign).problems).toEqual([
      { image: 'tty.img', message: expect.stringContaining('it holds FILES and not TTY_FILES') },
      { image: 'notes.img', message: expect.stringContaining('magic word of no image') },
    ]);
  });

  it('that hold no checkpoint at all are seen as such', () => {
    const empty = exploreImages(() => null, [{ name: 'hosts', bytes: 100 }]);
    expect(isNoCheckpoint(empty)).toBe(true);
    expect(empty.problems.map(({ image }) => image)).toEqual(['inventory.img', 'files.img', 'pstree.img']);
    expect(isNoCheckpoint(manyKinds)).toBe(false);
  });
});
