import { mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { linkRounds, listFiles, listImages, listRounds, makeRound, readImageName } from './round-names.ts';

describe('the name of an image that comes from another host', () => {
  it('is a file of the dump, or of one of its rounds', () => {
    expect(readImageName('pages-1.img')).toEqual({ round: null, file: 'pages-1.img' });
    expect(readImageName('pre-12/pagemap-7.img')).toEqual({ round: 12, file: 'pagemap-7.img' });
  });

  it.each([
    '../pages-1.img',
    '/pages-1.img',
    'pre-1/../pages-1.img',
    'pre-1//pages-1.img',
    'pre-1/pre-2/pages-1.img',
    'pre-1/',
    'pre-0/pages-1.img',
    'pre-01/pages-1.img',
    'pre-99/pages-1.img',
    'pre-/pages-1.img',
    'other/pages-1.img',
    'pre-1',
    'parent',
    'pre-1/parent',
    'pre-1/pre-2',
    '.hidden',
    '',
  ])('is not %j', (name) => expect(readImageName(name)).toBeNull());
});

describe('rounds on the disk', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'godwit-rounds-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('are linked each to the one before, and listed without their links', () => {
    for (const round of [1, 2]) writeFileSync(path.join(makeRound(dir, round), 'pages-1.img'), '');
    writeFileSync(path.join(dir, 'pages-1.img'), '');
    linkRounds(dir, 2);
    expect(readlinkSync(path.join(dir, 'parent'))).toBe('pre-2');
    expect(readlinkSync(path.join(dir, 'pre-2/parent'))).toBe('../pre-1');
    expect(listImages(dir).sort()).toEqual(['pages-1.img', 'pre-1/pages-1.img', 'pre-2/pages-1.img']);
    expect(listRounds(dir).sort()).toEqual(['pre-1', 'pre-2']);
    expect(listFiles(dir)).toEqual(['pages-1.img']);
    expect(() => makeRound(dir, 2)).toThrow();
    expect(() => linkRounds(dir, 2)).toThrow();
  });
});
