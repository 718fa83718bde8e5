import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImageIntake } from '../hold/destination-receive.ts';
import { Room } from '../hold/room.ts';
import { encodeControl, encodeDataHead, FrameReader } from './frames.ts';
import { ImageSender } from './image-sender.ts';
import type { HashedFile } from './messages.ts';
import { ensureRunKeys, readRunKeys } from './run-keys.ts';
import { connectChannel, listenForChannel } from './secure-channel.ts';
import { hashImages, verifyImages } from './verify-images.ts';

let dir: string;
const closing: (() => void)[] = [];
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'godwit-channel-'));
  for (const name of ['a', 'b', 'from', 'to']) mkdirSync(path.join(dir, name));
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
  rmSync(dir, { recursive: true, force: true });
});

const at = (...names: string[]) => path.join(dir, ...names);

const connectBoth = async (expected?: {
  byA?: string;
  byB?: string;
  from?: string;
}): Promise<[TLSSocket, Promise<TLSSocket>]> => {
  const [a, b] = [await ensureRunKeys(at('a')), await ensureRunKeys(at('b'))];
  let give: (socket: TLSSocket) => void = () => undefined;
  const accepted = new Promise<TLSSocket>((resolve) => {
    give = resolve;
  });
  const allowsPeer = (address: string) => address === (expected?.from ?? '127.0.0.1');
  const optionsB = { keys: readRunKeys(at('b')), peerFingerprint: expected?.byB ?? a, allowsPeer };
  const server = await listenForChannel('127.0.0.1', optionsB, (socket) => give(socket));
  closing.push(() => server.close());
  const { port } = server.address() as { port: number };
  const optionsA = { keys: readRunKeys(at('a')), peerFingerprint: expected?.byA ?? b };
  const socket = await connectChannel('127.0.0.1', port, optionsA);
  closing.push(() => socket.destroy());
  return [socket, accepted];
};

/** Takes what is sent into `to`; resolves with the first of its two ends. */
const takeImages = (socket: TLSSocket, room: Room | null = null) =>
  new Promise<{ hashed?: HashedFile[]; failure?: string }>((resolve) => {
    closing.push(() => socket.destroy());
    new ImageIntake(
      socket,
      { imagesDir: at('to'), room },
      {
        begun: () => undefined,
        progressed: () => undefined,
        clock: () => undefined,
        complete: () => undefined,
        hashed: (hashed) => resolve({ hashed }),
        failed: (error) => resolve({ failure: error.message }),
      },
    );
  });

describe('frames', () => {
  it('come out as they went in, wherever the stream is cut', () => {
    const data = Buffer.from('0123456789');
    const stream = Buffer.concat([
      encodeControl({ type: 'x', n: 1 }),
      encodeDataHead(7, data.length),
      data,
      encodeControl({ type: 'y' }),
    ]);
    for (let size = 1; size <= stream.length; size++) {
      const seen: string[] = [];
      let text = '';
      const reader = new FrameReader({
        control: (message) => seen.push(JSON.stringify(message)),
        data: (number, piece) => {
          text += piece.toString();
          expect(number).toBe(7);
        },
      });
      for (let from = 0; from < stream.length; from += size) reader.push(stream.subarray(from, from + size));
      expect([seen, text]).toEqual([['{"type":"x","n":1}', '{"type":"y"}'], '0123456789']);
    }
  });

  it.each([
    ['a kind nobody knows', [9, 0, 0, 0, 1]],
    ['endless', [1, 255, 255, 255, 255]],
    ['empty', [1, 0, 0, 0, 0]],
  ])('that are %s are refused', (_name, bytes) => {
    const reader = new FrameReader({ control: () => undefined, data: () => undefined });
    expect(() => reader.push(Buffer.from(bytes))).toThrow(/no frame/);
  });
});

describe('the channel', () => {
  it('carries growing images to the other side, and what arrives is what lies there', async () => {
    const [socket, accepted] = await connectBoth();
    const taken = takeImages(await accepted);
    const sender = new ImageSender(at('from'), socket);
    writeFileSync(at('from', 'pages-1.img'), Buffer.alloc(3_000_000, 'one'));
    expect(await sender.sendGrown()).toBe(3_000_000);
    appendFileSync(at('from', 'pages-1.img'), Buffer.alloc(100_001, 'two'));
    writeFileSync(at('from', 'core-1.img'), 'small');
    writeFileSync(at('from', 'empty.img'), '');
    const files = await sender.sendAll();
    expect(files.map(({ name, length }) => [name, length])).toEqual([
      ['core-1.img', 5],
      ['empty.img', 0],
      ['pages-1.img', 3_100_001],
    ]);
    await sender.tell({ type: 'manifest', manifest: { files, tasks: [], frozenAtBootMs: 1 } });
    const hashes = await hashImages(at('from'), files);
    await sender.tell({ type: 'hashes', files: hashes, signature: '' });
    const { hashed } = await taken;
    expect(hashed).toEqual(hashes);
    await verifyImages(at('to'), { files: hashes });
    expect(readFileSync(at('to', 'pages-1.img')).equals(readFileSync(at('from', 'pages-1.img')))).toBe(true);
    appendFileSync(at('to', 'core-1.img'), 'x');
    await expect(verifyImages(at('to'), { files: hashes })).rejects.toThrow(/core-1\.img has the SHA-256/);
    rmSync(at('to', 'core-1.img'));
    await expect(verifyImages(at('to'), { files: hashes })).rejects.toThrow(/core-1\.img is missing/);
  });

  it('carries the many small images of many processes, and compares them with hashes that come later', async () => {
    const [socket, accepted] = await connectBoth();
    const taken = takeImages(await accepted);
    const names = Array.from({ length: 100 }, (_, index) => `core-${1000 + index}.img`);
    for (const [index, name] of names.entries()) writeFileSync(at('from', name), Buffer.alloc(index * 400, name));
    const sender = new ImageSender(at('from'), socket);
    const files = await sender.sendAll();
    expect(sender.sentBytes).toBe(400 * 4950);
    await sender.tell({ type: 'manifest', manifest: { files, tasks: [], frozenAtBootMs: 1 } });
    await sender.tell({ type: 'hashes', files: await hashImages(at('from'), files), signature: '' });
    const manifest = taken.then(({ hashed = [] }) => ({ files: hashed }));
    expect((await manifest).files.map(({ name }) => name)).toEqual(names);
    await verifyImages(at('to'), manifest);
    const wrong = files.map((file) => ({ ...file, sha256: '0' }));
    await expect(verifyImages(at('to'), Promise.resolve({ files: wrong }))).rejects.toThrow(
      /core-1000\.img has the SHA/,
    );
  });

  it('are written over what was made ready, which is cut to their length', async () => {
    const room = new Room(at('room'), 4 << 20);
    await room.ready;
    writeFileSync(at('from', 'pages-1.img'), 'pages');
    const [socket, accepted] = await connectBoth();
    const taken = takeImages(await accepted, room);
    const sender = new ImageSender(at('from'), socket);
    const files = await sender.sendAll();
    await sender.tell({ type: 'manifest', manifest: { files, tasks: [], frozenAtBootMs: 1 } });
    await sender.tell({ type: 'hashes', files: await hashImages(at('from'), files), signature: '' });
    const { hashed = [] } = await taken;
    await verifyImages(at('to'), { files: hashed });
    expect(readFileSync(at('to', 'pages-1.img'), 'utf8')).toBe('pages');
    expect(existsSync(at('room'))).toBe(false);
  });

  it('that breaks on the way is a failure, and so is a manifest that does not fit', async () => {
    const [socket, accepted] = await connectBoth();
    const taken = takeImages(await accepted);
    socket.destroy();
    expect((await taken).failure).toMatch(/broke before all images/);
    const [second, again] = await connectBoth();
    const short = takeImages(await again);
    const manifest = { files: [{ name: 'core-1.img', length: 5 }], tasks: [], frozenAtBootMs: 1 };
    await new ImageSender(at('from'), second).tell({ type: 'manifest', manifest });
    expect((await short).failure).toMatch(/core-1\.img has no bytes/);
  });

  it.each(['../escape', 'a/b', '', '.hidden'])('refuses a file called %j', async (name) => {
    const [socket, accepted] = await connectBoth();
    const taken = takeImages(await accepted);
    await new ImageSender(at('from'), socket).tell({ type: 'open', fileNumber: 0, name });
    expect((await taken).failure).toMatch(/no name of an image/);
  });

  it('is refused by the side that connects when the other shows a wrong certificate', async () => {
    await expect(connectBoth({ byA: '0'.repeat(64) })).rejects.toThrow(/not the one of this run/);
  });

  it('is cut by the side that listens when the other shows a wrong certificate', async () => {
    const [socket] = await connectBoth({ byB: '0'.repeat(64) });
    socket.on('error', () => undefined);
    socket.resume();
    await once(socket, 'close');
    expect(socket.destroyed).toBe(true);
  });

  it('is cut before anything is said when the other comes from an address that is not allowed', async () => {
    await expect(connectBoth({ from: '192.0.2.1' })).rejects.toThrow(/cannot be reached over the channel/);
  });
});
