import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Made } from '../hold/journal-records.ts';
import type { FileEntry } from './file-messages.ts';
import { placeArea, undoFile } from './place-files.ts';
import { areaDirectory, openArea, placeFor, type StagingArea } from './staging-area.ts';

let base: string;
let made: Made[];
beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'godwit-place-'));
  made = [];
});
afterEach(() => rmSync(base, { recursive: true }));

const journal = { making: (...all: Made[]) => void made.push(...all) };
const entry = {
  root: 0,
  name: '',
  kind: 'file',
  size: 3,
  digest: '',
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtimeUs: 0,
} as FileEntry;
const runId = '00000000-0000-4000-8000-000000000001';

const stageAt = (target: string, replace = false): StagingArea => {
  const root = { path: target, kind: 'written' as const, replace, bytes: 3, exclude: [] };
  journal.making({ type: 'staged', dir: areaDirectory(placeFor(target).above, runId, 0) });
  const area = openArea(runId, 0, root);
  writeFileSync(path.join(area.dir, 'content'), 'new');
  closeSync(area.fd);
  return area;
};
const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, mode: 0o750 };
const place = (area: StagingArea) =>
  placeArea(area, { journal, parents: new Map([[path.dirname(area.root.path), own]]), entry });
const undoAll = () => {
  for (const one of [...made].reverse())
    if (one.type === 'staged' || one.type === 'placed' || one.type === 'made-directory') undoFile(one);
};

describe('putting a file in place', () => {
  it('makes the directories that are missing, and takes all of it back', async () => {
    const target = path.join(base, 'new', 'file');
    await place(stageAt(target));
    expect(readFileSync(target, 'utf8')).toBe('new');
    undoAll();
    expect(readdirSync(base)).toEqual([]);
    undoAll();
    expect(readdirSync(base)).toEqual([]);
  });

  it('keeps what lay there, and puts it back; what somebody put beside it meanwhile stays', async () => {
    const target = path.join(base, 'file');
    writeFileSync(target, 'old');
    await place(stageAt(target, true));
    expect(readFileSync(target, 'utf8')).toBe('new');
    writeFileSync(path.join(base, 'other'), '');
    undoAll();
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(base).sort()).toEqual(['file', 'other']);
  });

  it('replaces nothing without being told', async () => {
    const target = path.join(base, 'file');
    const area = stageAt(target);
    writeFileSync(target, 'old');
    await expect(place(area)).rejects.toThrow(/something else lies at/);
    undoAll();
    expect(readFileSync(target, 'utf8')).toBe('old');
  });

  it.each(['nothing', 'the first rename'])('is undone when it was cut off after %s', (done) => {
    const target = path.join(base, 'file');
    writeFileSync(target, 'old');
    const area = stageAt(target, true);
    const kept = path.join(area.dir, 'kept');
    journal.making({ type: 'placed', target, staged: path.join(area.dir, 'content'), kept });
    if (done !== 'nothing') renameSync(target, kept);
    undoAll();
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(existsSync(area.dir)).toBe(false);
  });

  it('an empty directory is free for a directory, and nothing else is', () => {
    const target = path.join(base, 'data');
    mkdirSync(target);
    expect(() => stageAt(target)).not.toThrow();
  });
});
