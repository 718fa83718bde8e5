import { createHash } from 'node:crypto';
import {
  linkSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hashFile } from './hash-file.ts';
import { scriptCandidates } from './interpreter-script.ts';
import { parseDevice } from './parse-device.ts';
import { parseBuildId, parseElfLayout, parseNoteRanges } from './parse-elf.ts';
import { readBuildId } from './read-build-id.ts';
import { readOpenFile } from './read-identity.ts';
import { readRootView } from './root-view.ts';

const directory = mkdtempSync(join(tmpdir(), 'godwit-files-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const view = readRootView(process.pid);

const openAndLook = (name: string, change: (path: string) => void) => {
  const path = join(directory, name);
  writeFileSync(path, 'before');
  const magic = `/proc/self/fd/${openSync(path, 'r+')}`;
  change(path);
  return readOpenFile(magic, readlinkSync(magic), view);
};

describe('what became of the name of an open file', () => {
  it('is linked while the name leads to it', () => {
    const found = openAndLook('kept', () => {});
    expect(found).toMatchObject({
      path: join(directory, 'kept'),
      state: 'linked',
      kind: 'regular',
      sizeBytes: 6,
      nlink: 1,
    });
  });

  it('is deleted when the name is gone', () => {
    expect(openAndLook('gone', (path) => rmSync(path))).toMatchObject({
      state: 'deleted',
      nlink: 0,
      path: join(directory, 'gone'),
    });
  });

  it('is deleted when the last link went, whoever has the name now', () => {
    const found = openAndLook('rotated', (path) => {
      rmSync(path);
      writeFileSync(path, 'after');
    });
    expect(found).toMatchObject({ state: 'deleted', nlink: 0, path: join(directory, 'rotated') });
  });

  it('is replaced when another file took the name and this one lives under another', () => {
    const found = openAndLook('swapped', (path) => {
      linkSync(path, `${path}.old`);
      writeFileSync(`${path}.new`, 'after');
      renameSync(`${path}.new`, path);
    });
    expect(found).toMatchObject({ state: 'replaced', nlink: 1, path: join(directory, 'swapped') });
  });

  it('takes a name that really ends in the mark for what it is', () => {
    const found = openAndLook('odd (deleted)', () => {});
    expect(found).toMatchObject({ state: 'linked', path: join(directory, 'odd (deleted)') });
  });
});

it('takes device numbers apart as the C library does', () => {
  expect(parseDevice(0xfe00n)).toBe('254:0');
  expect(parseDevice(0x103n)).toBe('1:3');
  expect(parseDevice((0x12345n & 0xffn) | (0x7n << 8n) | ((0x12345n & ~0xffn) << 12n))).toBe(`7:${0x12345}`);
});

describe('build-id', () => {
  it('is found among other notes of an ELF file', () => {
    const note = (type: number, value: string): Buffer => {
      const bytes = Buffer.from(value, 'hex');
      const head = Buffer.alloc(16);
      head.writeUInt32LE(4, 0);
      head.writeUInt32LE(bytes.length, 4);
      head.writeUInt32LE(type, 8);
      head.write('GNU\0', 12, 'latin1');
      return Buffer.concat([head, bytes]);
    };
    const notes = Buffer.concat([note(1, '00000000'), note(3, 'c0ffee00c0ffee00')]);
    const elf = Buffer.alloc(120 + notes.length);
    elf.write('7f454c46020101', 0, 'hex');
    elf.writeBigUInt64LE(64n, 32);
    elf.writeUInt16LE(56, 54);
    elf.writeUInt16LE(1, 56);
    elf.writeUInt32LE(4, 64);
    elf.writeBigUInt64LE(120n, 72);
    elf.writeBigUInt64LE(BigInt(notes.length), 96);
    notes.copy(elf, 120);
    writeFileSync(join(directory, 'elf'), elf);
    expect(readBuildId(join(directory, 'elf'))).toBe('c0ffee00c0ffee00');
    expect(readBuildId('/bin/bash') ?? '').toMatch(/^[0-9a-f]{40}$/);
  });

  it('is none for a file that is no ELF, or a stump of one', () => {
    expect(readBuildId('/etc/passwd')).toBeNull();
    expect(parseElfLayout(Buffer.from('7f454c46', 'hex'))).toBeNull();
  });

  it('does not follow sizes beyond the bytes that are there', () => {
    const head = readFileSync('/bin/bash').subarray(0, 64);
    head.writeUInt16LE(0xffff, 56);
    const layout = parseElfLayout(head);
    expect(layout?.entries).toBe(128);
    const entry = Buffer.alloc(56);
    entry.writeUInt32LE(4, 0);
    entry.writeBigUInt64LE(1n << 40n, 32);
    expect(layout && parseNoteRanges(entry, layout)).toEqual([{ offset: 0, sizeBytes: 65536 }]);
    expect(parseBuildId(Buffer.from('ffffffffffffffff03000000', 'hex'), true)).toBeNull();
  });
});

describe('content hash', () => {
  const path = join(directory, 'content');
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

  it('follows the content even where size and modification time stay the same', async () => {
    writeFileSync(path, 'one');
    utimesSync(path, 1, 1);
    expect(await hashFile(path)).toBe(sha256('one'));
    writeFileSync(path, 'two');
    utimesSync(path, 1, 1);
    expect(await hashFile(path)).toBe(sha256('two'));
  });

  it('can be cancelled', async () => {
    writeFileSync(join(directory, 'other'), 'x');
    await expect(hashFile(join(directory, 'other'), AbortSignal.abort())).rejects.toThrow();
  });
});

describe('scripts of interpreters', () => {
  it.each([
    ['/usr/bin/python3.11', ['python3', 'app.py'], ['/srv/app.py']],
    ['/usr/bin/node', ['node', '--inspect', '/x/a.mjs'], ['/x/a.mjs']],
    ['/bin/sh', ['sh', '-e', 'run.sh', 'now'], ['/srv/run.sh', '/srv/now']],
    ['/usr/bin/redis-server', ['redis-server', '/etc/redis.conf'], []],
    ['/usr/bin/python3', ['python3'], []],
  ])('%s %j', (executable, commandLine, expected) => {
    expect(scriptCandidates(executable, commandLine, { cwd: '/srv', printed: (path) => path })).toEqual(expected);
  });
});
