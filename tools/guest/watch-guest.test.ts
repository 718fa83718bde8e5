import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchGuest } from './watch-guest.mjs';

// What an emulator does wrong cannot be asked of one: a script stands in its place.
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'watch-guest-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const watch = (script: string, limits: { deadlineMs?: number; bootMs?: number } = {}) => {
  const output = new PassThrough();
  const [consoleFile, statusFile] = [path.join(folder, 'console'), path.join(folder, 'status')];
  const argv = ['/bin/sh', '-c', script, 'emulator', consoleFile, statusFile];
  const env = { PATH: '/usr/bin:/bin' };
  const code = watchGuest({ argv, env, consoleFile, statusFile, output, deadlineMs: 60_000, ...limits });
  return code.then((value) => ({ value, said: String(output.read() ?? '') }));
};

describe('a guest that is watched', () => {
  it('hands on what the command printed and how it ended', async () => {
    expect(await watch('echo booted > "$2"; echo hello; echo exit 7 >> "$2"')).toEqual({ value: 7, said: 'hello\n' });
  });

  it('counts as failed when it ended without a word, with the last lines of its console', async () => {
    const panics = 'echo booted > "$2"; echo "Kernel panic" > "$1"; echo "out of memory" >&2; exit 1';
    await expect(watch(panics)).rejects.toThrow(/ended while its command ran[\s\S]*out of memory[\s\S]*Kernel panic/);
  });

  it('is ended when it does not boot', async () => {
    await expect(watch('exec sleep 300', { bootMs: 300 })).rejects.toThrow('did not boot within 0.3 s');
  });

  it('is ended at its deadline', async () => {
    const hangs = 'echo booted > "$2"; exec sleep 300';
    await expect(watch(hangs, { deadlineMs: 300 })).rejects.toThrow('at its deadline of 0.3 s');
  });

  it('says when there is no emulator to start', async () => {
    await expect(watch('exec /no/such/program')).rejects.toThrow(/before it was up[\s\S]*not found/);
  });
});
