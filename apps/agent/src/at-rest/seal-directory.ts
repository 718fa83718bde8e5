import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { differ } from '../channel/image-receiver.ts';
import { syncFolder } from '../configuration/write-file-durably.ts';

/**
 * A sealed file: 8 random bytes, then pieces of up to 1 MiB, each as AES-256-GCM with its tag behind it. The nonce is those 8 bytes and
 * the number of the piece; name, number and whether it is the last are authenticated, so that nothing can be cut off or exchanged.
 */
const algorithm = 'aes-256-gcm';
const pieceBytes = 1 << 20;
const tagBytes = 16;
const prefixBytes = 8;
const ending = '.sealed';
const half = '.sealing';

interface Piece {
  key: Buffer;
  prefix: Buffer;
  name: string;
  number: number;
  last: boolean;
}

/** Told after each piece how many bytes it had. */
type OnBytes = (bytes: number) => void;

interface Sealing {
  key: Buffer;
  onBytes: OnBytes;
}

const nonceOf = ({ prefix, number }: Piece): Buffer => {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(number);
  return Buffer.concat([prefix, count]);
};

const boundTo = ({ name, number, last }: Piece): Buffer =>
  Buffer.from(`${name}\n${number}\n${last ? 'last' : 'more'}\n`);

/** Seals every file of a directory in place. One that was interrupted is done again; what is sealed already stays. */
export const sealDirectory = async (dir: string, key: Buffer, onBytes: OnBytes = () => undefined): Promise<void> => {
  const names = readdirSync(dir);
  for (const name of names) if (name.endsWith(half)) rmSync(path.join(dir, name));
  for (const name of names)
    if (![half, ending].some((end) => name.endsWith(end))) await sealFile(dir, name, { key, onBytes });
  syncFolder(dir);
};

/** Whether some file of a directory is not sealed. */
export const isFullySealed = (dir: string): boolean => readdirSync(dir).every((name) => name.endsWith(ending));

/** Opens a sealed directory into another one. Throws `images-differ` when anything was changed, cut off or added. */
export const openSealed = async (
  dir: string,
  target: string,
  key: Buffer,
  onBytes: OnBytes = () => undefined,
): Promise<void> => {
  mkdirSync(target, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(dir)) {
    if (!name.endsWith(ending)) throw differ(`${name} is not sealed`);
    await openFile(dir, name, { target, key, onBytes });
  }
};

const sealFile = async (dir: string, name: string, { key, onBytes }: Sealing): Promise<void> => {
  const from = await open(path.join(dir, name), 'r');
  const fresh = path.join(dir, `${name}${half}`);
  const to = await open(fresh, 'w', 0o600);
  try {
    const prefix = randomBytes(prefixBytes);
    await to.appendFile(prefix);
    await eachPiece(from, pieceBytes, async (data, number, last) => {
      const piece = { key, prefix, name, number, last };
      const cipher = createCipheriv(algorithm, key, nonceOf(piece)).setAAD(boundTo(piece));
      await to.appendFile(Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()]));
      onBytes(data.length);
    });
    await to.sync();
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
  renameSync(fresh, path.join(dir, `${name}${ending}`));
  rmSync(path.join(dir, name));
};

const openFile = async (
  dir: string,
  sealed: string,
  { target, key, onBytes }: Sealing & { target: string },
): Promise<void> => {
  const name = sealed.slice(0, -ending.length);
  const from = await open(path.join(dir, sealed), 'r');
  const to = await open(path.join(target, name), 'wx', 0o600);
  try {
    const prefix = Buffer.alloc(prefixBytes);
    const { bytesRead } = await from.read(prefix, 0, prefixBytes, 0);
    if (bytesRead < prefixBytes) throw differ(`${sealed} is cut off`);
    await eachPiece(
      from,
      pieceBytes + tagBytes,
      async (data, number, last) => {
        await to.appendFile(openPiece(data, { key, prefix, name, number, last }));
        onBytes(data.length);
      },
      prefixBytes,
    );
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
};

const openPiece = (data: Buffer, piece: Piece): Buffer => {
  const decipher = createDecipheriv(algorithm, piece.key, nonceOf(piece)).setAAD(boundTo(piece));
  try {
    decipher.setAuthTag(data.subarray(-tagBytes));
    return Buffer.concat([decipher.update(data.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    throw differ(`${piece.name} was changed, cut off or sealed with another key`);
  }
};

/** Also an empty file has one piece, which is the last. */
const eachPiece = async (
  file: FileHandle,
  size: number,
  take: (data: Buffer, number: number, last: boolean) => Promise<void>,
  start = 0,
): Promise<void> => {
  const { size: total } = await file.stat();
  let at = start;
  for (let number = 0; number === 0 || at < total; number += 1) {
    const buffer = Buffer.alloc(Math.min(size, Math.max(0, total - at)));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    at += bytesRead;
    if (bytesRead < buffer.length) throw differ('a file became shorter while it was read');
    await take(buffer, number, at >= total);
  }
};
