import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { encodePacked, FrameReader } from './frames.ts';
import { PagePacker, unpack } from './page-packer.ts';

const text = Buffer.from('a line of a log, again and again\n'.repeat(4000));

it('packs what shrinks, and gets it back', async () => {
  const packed = await new PagePacker().pack(text);
  expect(packed?.length).toBeLessThan(text.length / 10);
  expect(unpack(packed ?? Buffer.alloc(0), text.length).equals(text)).toBe(true);
});

it('leaves random memory alone, and does not try again for a while', async () => {
  const packer = new PagePacker();
  expect(await packer.pack(randomBytes(65_536))).toBeNull();
  expect(await packer.pack(text)).toBeNull();
  let tries = 1;
  while ((await packer.pack(text)) === null) tries += 1;
  expect(tries).toBe(15);
});

it('travels as a frame, wherever the stream is cut', async () => {
  const packed = (await new PagePacker().pack(text)) ?? Buffer.alloc(0);
  const stream = Buffer.concat([encodePacked(7, packed), encodePacked(8, packed)]);
  for (const size of [1, 3, 1000, stream.length]) {
    const seen: [number, number][] = [];
    const reader = new FrameReader({
      control: () => undefined,
      data: (number, data) => seen.push([number, data.length]),
    });
    for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size));
    expect(seen).toEqual([
      [7, text.length],
      [8, text.length],
    ]);
  }
});

it('refuses what would unpack to more than a piece, and what was never packed', async () => {
  const bomb = (await new PagePacker().pack(Buffer.alloc(2 << 20))) ?? Buffer.alloc(0);
  const reader = () => new FrameReader({ control: () => undefined, data: () => undefined });
  expect(() => reader().push(encodePacked(1, bomb))).toThrow();
  expect(() => reader().push(encodePacked(1, Buffer.from('never packed')))).toThrow();
});
