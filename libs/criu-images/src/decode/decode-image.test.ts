import { GodwitError } from '@godwit/domain/errors';
import { describe, expect, it } from 'vitest';
import { openRecorded, type RecordedSet, readRecorded } from '../recorded/recorded-images.ts';
import { identifyImage, readRecords } from './decode-image.ts';
import { imageKinds, isRawImage } from './registry.ts';

const sets: RecordedSet[] = ['many-kinds', 'own-namespaces'];
const decoded = sets.flatMap((set) =>
  openRecorded(set)
    .files.filter(({ name }) => !isRawImage(name))
    .map(({ name }) => [set, name] as const),
);

const failure = (bytes: Uint8Array, name = 'pstree.img'): string => {
  try {
    return `read ${[...readRecords(imageKinds.pstree, name, bytes)].length}`;
  } catch (error) {
    if (error instanceof GodwitError) return error.message;
    throw error;
  }
};

const words = (...values: number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, index) => {
    view.setUint32(index * 4, value, true);
  });
  return new Uint8Array(view.buffer);
};

describe('images as CRIU wrote them', () => {
  it.each(decoded)('%s/%s decodes to its end', (set, name) => {
    const bytes = readRecorded(set, name);
    const kind = identifyImage(name, bytes);
    expect(kind.files.test(name)).toBe(true);
    expect(() => [...readRecords(kind, name, bytes)]).not.toThrow();
  });

  it('gives 64-bit numbers as bigint', () => {
    const [space] = readRecords(imageKinds.mm, 'mm-1.img', readRecorded('own-namespaces', 'mm-1.img'));
    expect(space?.entry.mappings.at(-1)?.start).toBe(0xffffffffff600000n);
  });

  it('gives the bytes that follow a record', () => {
    const [data] = readRecords(imageKinds.pipesData, 'pipes-data.img', readRecorded('many-kinds', 'pipes-data.img'));
    expect(new TextDecoder().decode(data?.payload)).toBe('waiting');
    const messages = [
      ...readRecords(imageKinds.ipcQueues, 'ipcns-msg-11.img', readRecorded('own-namespaces', 'ipcns-msg-11.img')),
    ];
    expect(new TextDecoder().decode(messages[1]?.payload)).toContain('message');
  });

  it('reads images of format 1, which have no common word', () => {
    const bytes = readRecorded('many-kinds', 'pstree.img').subarray(4);
    expect([...readRecords(imageKinds.pstree, 'pstree.img', bytes)].length).toBe(3);
  });
});

describe('damaged and foreign images', () => {
  const whole = readRecorded('many-kinds', 'pstree.img');

  it('cut off anywhere but between two records are told', () => {
    const told = Array.from(whole, (_, length) => failure(whole.subarray(0, length)));
    const between = told.filter((text) => text.startsWith('read'));
    expect(between).toEqual(['read 0', 'read 1', 'read 2']);
    expect(told.filter((text) => /pstree\.img is damaged/.test(text)).length).toBe(whole.length - between.length);
  });

  it.each([
    ['an empty file', new Uint8Array(0), 'needs 4 bytes, but 0 follow'],
    ['a text', new TextEncoder().encode('#!/bin/sh\nexit 0\n'), 'the magic word of no image of CRIU'],
    ['another kind', readRecorded('many-kinds', 'seccomp.img'), 'it holds SECCOMP and not PSTREE'],
    ['one of a big-endian machine', new Uint8Array([0x54, 0x56, 0x43, 0x19, 0x50, 0x27, 0x30, 0x30]), 'big-endian'],
    ['a record longer than any', words(0x54564319, 0x50273030, 0xfffffff0), 'more than any has'],
    ['a record without what it must have', words(0x54564319, 0x50273030, 0), "missing required 'pid'"],
  ])('%s is told', (_, bytes, message) => {
    expect(failure(bytes)).toContain(message);
  });
});
