import { GodwitError } from '@godwit/domain/errors';
import { seeded } from '@godwit/test-kit';
import { describe, expect, it } from 'vitest';
import { identifyImage, readRecords } from '../decode/decode-image.ts';
import { isRawImage } from '../decode/registry.ts';
import { openRecorded, type RecordedSet, readRecorded, replaceImage } from '../recorded/recorded-images.ts';
import { exploreImages } from './explore-images.ts';

const images = (['many-kinds', 'own-namespaces'] as RecordedSet[]).flatMap((set) =>
  openRecorded(set)
    .files.filter(({ name }) => !isRawImage(name))
    .map(({ name }) => ({ set, name, bytes: readRecorded(set, name) })),
);

type Mutation = (bytes: Uint8Array, below: (limit: number) => number) => Uint8Array;

const splice = (bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array =>
  new Uint8Array([...bytes.subarray(0, at), ...added, ...bytes.subarray(at + removed)]);

const edit = (bytes: Uint8Array, change: (copy: Uint8Array) => void): Uint8Array => {
  const copy = bytes.length === 0 ? new Uint8Array(1) : new Uint8Array(bytes);
  change(copy);
  return copy;
};

const mutations: Mutation[] = [
  (bytes, below) =>
    edit(bytes, (copy) => copy.set([(copy[below(copy.length)] ?? 0) ^ (1 << below(8))], below(copy.length))),
  (bytes, below) => edit(bytes, (copy) => copy.set([below(256)], below(copy.length))),
  (bytes, below) => bytes.subarray(0, below(bytes.length)),
  (bytes, below) => splice(bytes, below(bytes.length), below(40), new Uint8Array(0)),
  (bytes, below) =>
    splice(
      bytes,
      below(bytes.length),
      0,
      Uint8Array.from({ length: below(60) }, () => below(256)),
    ),
  (bytes, below) => splice(bytes, below(bytes.length), 0, bytes.subarray(below(bytes.length))),
  (bytes, below) => edit(bytes, (copy) => copy.fill(255, below(copy.length), below(copy.length))),
  (bytes, below) => splice(bytes, below(bytes.length), 4, new Uint8Array(Uint32Array.of(below(2 ** 32)).buffer)),
  (bytes, below) => {
    const other = images[below(images.length)]?.bytes ?? bytes;
    return splice(bytes, 8 + below(bytes.length), below(bytes.length), other.subarray(below(other.length)));
  },
];

const mutate: Mutation = (bytes, below) => {
  let mutated = bytes;
  for (let times = 1 + below(3); times > 0; times--)
    mutated = mutations[below(mutations.length)]?.(mutated, below) ?? mutated;
  return mutated.length === 0 ? new Uint8Array(1) : mutated;
};

/** Decodes to the end: `value`, or the message of a clear error. Anything else is thrown. */
const outcome = (name: string, bytes: Uint8Array): string => {
  try {
    const kind = identifyImage(name, bytes);
    for (const _ of readRecords(kind, name, bytes));
    return 'value';
  } catch (error) {
    if (error instanceof GodwitError && error.message.includes(name)) return error.message;
    throw error;
  }
};

describe('10,000 mutations of real images', () => {
  it('each end in a value or in an error that names the image, and soon', () => {
    const below = seeded(20_251_123);
    let slowest = 0;
    const ends = { value: 0, error: 0 };
    for (let round = 0; round < 10_000; round++) {
      const { name, bytes } = images[below(images.length)] ?? { name: '', bytes: new Uint8Array(0) };
      const started = performance.now();
      ends[outcome(name, mutate(bytes, below)) === 'value' ? 'value' : 'error']++;
      slowest = Math.max(slowest, performance.now() - started);
    }
    expect(ends.value + ends.error).toBe(10_000);
    expect(Math.min(ends.value, ends.error)).toBeGreaterThan(500);
    expect(slowest).toBeLessThan(1000);
  }, 60_000);

  it('inside a whole directory leave the rest readable', () => {
    const below = seeded(7);
    for (let round = 0; round < 400; round++) {
      const { set, name, bytes } = images[below(images.length)] ?? {
        set: 'many-kinds' as const,
        name: '',
        bytes: new Uint8Array(0),
      };
      const directory = replaceImage(openRecorded(set), name, mutate(bytes, below));
      const { problems, processes } = exploreImages(directory.read, directory.files);
      expect(problems.every(({ message }) => message.length > 10)).toBe(true);
      if (name !== 'pstree.img') expect(processes.length).toBeGreaterThan(0);
    }
  }, 60_000);
});

/** An image of one record, whose bytes are this field again and again. */
const repeated = (magic: number, field: readonly number[], bytes: number): Uint8Array => {
  const times = Math.floor(bytes / field.length);
  const image = new Uint8Array(12 + times * field.length);
  const view = new DataView(image.buffer);
  [0x54564319, magic, times * field.length].forEach((word, index) => {
    view.setUint32(index * 4, word, true);
  });
  for (let index = 0; index < times; index++) image.set(field, 12 + index * field.length);
  return image;
};

const mebibyte = 1 << 20;

describe('images made to swell', () => {
  it.each([
    ['mappings', 'mm-6925.img', repeated(0x57492820, [0x72, 4, 8, 0, 16, 0], 8 * mebibyte - 16)],
    ['auxiliary words', 'mm-6925.img', repeated(0x57492820, [0x68, 0], 8 * mebibyte - 16)],
    ['threads', 'pstree.img', repeated(0x50273030, [8, 1, 16, 0, 40, 7], 4 * mebibyte - 16)],
    ['nested groups', 'cgroup.img', repeated(0x59383330, [0x0a, 2, 8, 1], 8 * mebibyte - 16)],
  ])(
    'with millions of %s end soon',
    (_, name, image) => {
      const started = performance.now();
      const { read, files } = replaceImage(openRecorded('many-kinds'), name, image);
      expect(exploreImages(read, files).problems.length).toBeLessThanOrEqual(1001);
      expect(performance.now() - started).toBeLessThan(20_000);
    },
    40_000,
  );

  it('a tree that names itself again and again ends soon', () => {
    const pids = Array.from({ length: 100_000 }, (_, index) => [
      16,
      0,
      0,
      0,
      8,
      (index & 127) | 128,
      ((index >> 7) & 127) | 128,
      index >> 14,
      16,
      0,
      24,
      0,
      32,
      0,
      40,
      0,
      48,
      0,
      48,
      0,
    ]);
    const head = [0x19, 0x43, 0x56, 0x54, 0x30, 0x30, 0x27, 0x50];
    const pstree = Uint8Array.from([head, ...pids].flat());
    const started = performance.now();
    const mm = readRecorded('many-kinds', 'mm-6925.img');
    const core = readRecorded('many-kinds', 'core-6925.img');
    const { read, files } = replaceImage(openRecorded('many-kinds'), 'pstree.img', pstree);
    const hostile = (name: string) => (name.startsWith('mm-') ? mm : name.startsWith('core-') ? core : read(name));
    const { problems } = exploreImages(hostile, files);
    expect(problems.at(-1)?.message).toContain('the others are not named');
    expect(performance.now() - started).toBeLessThan(30_000);
  }, 60_000);
});
