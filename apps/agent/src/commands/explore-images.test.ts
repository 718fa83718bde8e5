import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { commands } from '@godwit/agent-protocol';
import type { Checkpoint, CheckpointProcess } from '@godwit/criu-images';
import { afterAll, describe, expect, it } from 'vitest';
import { checkpointRecordFile } from '../hold/checkpoint-record.ts';
import { boundContents } from './bound-contents.ts';
import { createExploreImages } from './explore-images.ts';

const recorded = fileURLToPath(new URL('../../../../libs/criu-images/src/recorded/many-kinds', import.meta.url));
const stateDir = mkdtempSync(path.join(tmpdir(), 'godwit-images-'));
const checkpointId = '5f0c1d2e-0000-4000-8000-000000000001';
const images = path.join(stateDir, 'checkpoints', checkpointId, 'images');
mkdirSync(path.join(stateDir, 'checkpoints', checkpointId, 'work'), { recursive: true });
cpSync(recorded, images, { recursive: true });
const secret = 'what the memory held';
writeFileSync(path.join(images, 'pages-3.img'), secret);
afterAll(() => rmSync(stateDir, { recursive: true, force: true }));

const explore = createExploreImages(stateDir);
const { result, request } = commands['explore-images'];

describe('exploring a checkpoint', () => {
  it('tells what the images hold, in a message that its schema takes', async () => {
    const { contents } = result.parse(await explore({ checkpointId }));
    expect(contents.processes.map(({ pid }) => pid)).toEqual([6925, 6929, 6930]);
    expect(contents.processes[0]?.files.map(({ what }) => what)).toContain('/srv/many-kinds/regular.txt');
    expect(contents.processes[0]?.parts[0]?.bytes).toBeGreaterThan(0);
    expect(contents.sockets.some(({ state }) => state === 'listening')).toBe(true);
    expect(contents.options.map(({ option }) => option)).toContain('--tcp-established');
  });

  it('never sends contents of memory, and says that the pages are cut off', async () => {
    const answer = await explore({ checkpointId });
    expect(JSON.stringify(answer)).not.toContain(secret);
    expect(answer.contents.problems.map(({ image }) => image)).toContain('pages-3.img');
  });

  it('finds what a move kept beside the journal of its run, and takes no other images of a run for a checkpoint', async () => {
    const id = '5f0c1d2e-0000-4000-8000-000000000003';
    const dir = path.join(stateDir, 'runs', id);
    cpSync(recorded, path.join(dir, 'images'), { recursive: true });
    mkdirSync(path.join(dir, 'work'));
    await expect(explore({ checkpointId: id })).rejects.toMatchObject({ code: 'not-found' });
    writeFileSync(checkpointRecordFile(dir), '{}');
    expect((await explore({ checkpointId: id })).contents.processes).toHaveLength(3);
  });

  it('refuses what is no id, and says that a checkpoint is not there', async () => {
    expect(request.safeParse({ checkpointId: '../../etc' }).success).toBe(false);
    const other = '5f0c1d2e-0000-4000-8000-000000000002';
    await expect(explore({ checkpointId: other })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a checkpoint of absurd size', () => {
  const file = { fd: 1, fileId: 1, kind: 'file', what: 'x'.repeat(5000), access: 'read', closeOnExec: false } as const;
  const mapping = { start: '0', end: '1', bytes: 4096, access: 'rw-p', kind: 'private file' };
  const process = (pid: number): CheckpointProcess => ({
    ...{ pid, ppid: 1, pgid: 1, sid: 1, threads: [pid], state: 'alive', command: 'many', uid: 0, gid: 0 },
    ...{ exe: null, cwd: null, root: null, seccomp: 'off' },
    files: Array.from({ length: 900 }, () => ({ ...file, position: null, size: null, deleted: null })),
    mappings: Array.from({ length: 900 }, (_, index) => ({ ...mapping, path: `/lib/${index % 300}` })),
    memory: { mappedBytes: 0, storedBytes: 0, parentBytes: 0, lazyBytes: 0 },
  });
  const checkpoint: Checkpoint = {
    head: null,
    processes: Array.from({ length: 700 }, (_, index) => process(index + 1)),
    sockets: [],
    mounts: [],
    sizes: { totalBytes: 0, pagesBytes: 0, ghostBytes: 0, sharedBytes: 0, files: 0, pageBytes: 4096 },
    options: [],
    statistics: { dump: null, restore: null },
    problems: [],
  };

  it('is cut to what one message may hold, and what is left out is counted', () => {
    const { contents } = result.parse({ contents: boundContents(checkpoint) });
    expect([contents.processes.length, contents.processesLeftOut]).toEqual([500, 200]);
    expect(contents.processes[0]).toMatchObject({ filesLeftOut: 400, partsLeftOut: 100 });
    expect(contents.processes[499]).toMatchObject({ files: [], filesLeftOut: 900 });
    expect(contents.processes[0]?.parts[0]).toMatchObject({ mappings: 3, bytes: 12_288 });
    expect(contents.processes[0]?.files[0]?.what.length).toBe(501);
    expect(JSON.stringify(contents).length).toBeLessThan(40_000_000);
  });
});
