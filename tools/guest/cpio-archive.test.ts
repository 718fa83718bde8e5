import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cpioArchive } from './cpio-archive.mjs';

/** The archive as Python reads it, by the documented layout: name, mode and content of each entry. */
const reader = `
import sys
data = sys.stdin.buffer.read()
at = 0
def padded(size): return (size + 3) // 4 * 4
while True:
    fields = [int(data[at + 6 + 8 * i : at + 14 + 8 * i], 16) for i in range(13)]
    assert data[at : at + 6] == b"070701"
    name = data[at + 110 : at + 110 + fields[11] - 1].decode()
    start = padded(at + 110 + fields[11])
    if name == "TRAILER!!!": break
    print(name, oct(fields[1]), data[start : start + fields[6]].decode())
    at = padded(start + fields[6])
`;

describe('an initramfs archive', () => {
  it('holds every file, and each directory before what lies in it', () => {
    const archive = cpioArchive({ init: 'one', 'a/b/file': Buffer.from('12345'), 'a/other': '' });
    const cwd = mkdtempSync(path.join(os.tmpdir(), 'cpio-'));
    const said = execFileSync('python3', ['-c', reader], { cwd, input: archive, encoding: 'utf8' });
    rmSync(cwd, { recursive: true });
    expect(
      said
        .trim()
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual(['a 0o40755', 'a/b 0o40755', 'init 0o100755 one', 'a/b/file 0o100755 12345', 'a/other 0o100755']);
  });
});
