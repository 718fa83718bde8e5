import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HashesAhead } from './hashes-ahead.ts';
import { differ } from './image-receiver.ts';
import type { HashedFile, HashedManifest, SentFile } from './messages.ts';
import { listImages, listRounds } from './round-names.ts';

const pieceBytes = 1 << 20;
/** A tree has seven small images for each process, which are read without a turn of the event loop for each step. */
const smallBytes = 1 << 16;
const smallInARow = 64;
/** As many wait for the disk at once: the file system writes its journal once for all of them. One thread is left for reading. */
const syncsAtOnce = 3;

/** The SHA-256 of each image that lies on the disk, by its name. */
type LaidImages = ReadonlyMap<string, string>;

/** Told while a large file is read how many bytes were. */
type OnBytes = (bytes: number) => void;

type Described = Pick<HashedManifest, 'files'>;

/**
 * Hashes the images as they lie there when nothing is written any more, so that also a file that was changed after it had
 * been sent would be found.
 */
export const hashImages = async (dir: string, files: readonly SentFile[], onBytes?: OnBytes): Promise<HashedFile[]> => {
  const names = files.map(({ name }) => name);
  const hashes = await hashFiles(dir, names, onBytes);
  return files.map(({ name, length }) => ({ name, length, sha256: hashes.get(name) ?? '' }));
};

/**
 * Pushes every image and the directory to the disk and reads all of it again: what lies there now must be what the source
 * sent. One wrong byte in a page file would otherwise be restored without a word.
 *
 * @param manifest names the files; it may still be on its way: what lies here is read meanwhile
 * @param ahead what was read back of rounds before, and is not read again
 * @throws GodwitError `images-differ`, the error of the file system, or the one with which `manifest` ended
 */
export const verifyImages = async (
  dir: string,
  manifest: Described | Promise<Described>,
  onBytes?: OnBytes,
  ahead?: HashesAhead | null,
): Promise<void> => {
  const [laid, { files: expected }] = await Promise.all([readBack(dir, onBytes, ahead), manifest]);
  for (const { name, sha256 } of expected) {
    const found = laid.get(name);
    if (found === undefined) throw differ(`${name} is missing`);
    if (found !== sha256) throw differ(`${name} has the SHA-256 ${found} and not ${sha256}`);
  }
  if (laid.size !== expected.length) throw differ(`${laid.size} files lie there, ${expected.length} were sent`);
};

const readBack = async (dir: string, onBytes?: OnBytes, ahead?: HashesAhead | null): Promise<LaidImages> => {
  await ahead?.settled;
  const known = listImages(dir).map((name) => [name, ahead?.find(dir, name) ?? null] as const);
  const names = known.filter(([, sha256]) => sha256 === null).map(([name]) => name);
  const laid = await readAndSync(dir, names, onBytes);
  for (const folder of [...listRounds(dir), '.']) await syncOne(path.join(dir, folder));
  for (const [name, sha256] of known) if (sha256 !== null) laid.set(name, sha256);
  return laid;
};

/** Pushes files to the disk and reads them again, by their names in a directory. Throws the error of the file system. */
export const readAndSync = async (
  dir: string,
  names: readonly string[],
  onBytes?: OnBytes,
): Promise<Map<string, string>> => {
  const [laid] = await Promise.all([hashFiles(dir, names, onBytes), syncFiles(dir, names)]);
  return laid;
};

const hashFiles = async (
  dir: string,
  names: readonly string[],
  onBytes: OnBytes = () => undefined,
): Promise<Map<string, string>> => {
  const hashes = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    hashes.set(name, await hashFile(path.join(dir, name), onBytes));
    if (index % smallInARow === 0) await nextTurn();
  }
  return hashes;
};

const hashFile = async (name: string, onBytes: OnBytes): Promise<string> =>
  statSync(name).size > smallBytes
    ? hashLarge(name, onBytes)
    : createHash('sha256').update(readFileSync(name)).digest('hex');

const hashLarge = async (name: string, onBytes: OnBytes): Promise<string> => {
  const file = await open(name, 'r');
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafeSlow(pieceBytes);
    for (let total = 0; ; ) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, total);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytesRead));
      onBytes(bytesRead);
      total += bytesRead;
    }
  } finally {
    await file.close();
  }
};

const syncFiles = async (dir: string, names: readonly string[]): Promise<void> => {
  const left = names.values();
  const work = async () => {
    for (const name of left) await syncOne(path.join(dir, name));
  };
  await Promise.all(Array.from({ length: syncsAtOnce }, work));
};

const syncOne = async (name: string): Promise<void> => {
  const file = await open(name, 'r');
  await file.sync().finally(() => file.close());
};
