import { createHash } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { differ } from './image-receiver.ts';
import type { HashedFile, SentFile } from './messages.ts';

const pieceBytes = 1 << 20;

/**
 * Hashes the images as they lie there when nothing is written any more, so that also a file that was changed after it had
 * been sent would be found.
 */
export const hashImages = async (dir: string, files: readonly SentFile[]): Promise<HashedFile[]> => {
  const hashed: HashedFile[] = [];
  for (const { name, length } of files) {
    const file = await open(path.join(dir, name), 'r');
    const sha256 = await hashFile(file, length).finally(() => file.close());
    hashed.push({ name, length, sha256 });
  }
  return hashed;
};

/**
 * Pushes every image and the directory to the disk and reads all of it again: what lies there now must be what the source
 * sent. One wrong byte in a page file would otherwise be restored without a word.
 *
 * @throws GodwitError `images-differ`, or the error of the file system
 */
export const verifyImages = async (dir: string, files: readonly HashedFile[]): Promise<void> => {
  for (const file of files) await verifyFile(dir, file);
  const names = await readdir(dir);
  if (names.length !== files.length) throw differ(`${names.length} files lie there, ${files.length} were sent`);
  const folder = await open(dir, 'r');
  await folder.sync();
  await folder.close();
};

const verifyFile = async (dir: string, { name, length, sha256 }: HashedFile): Promise<void> => {
  const file = await open(path.join(dir, name), 'r').catch(() => {
    throw differ(`${name} is missing`);
  });
  try {
    const synced = file.sync();
    const found = await hashFile(file, length);
    await synced;
    if (found !== sha256) throw differ(`${name} has the SHA-256 ${found} and not ${sha256}`);
  } finally {
    await file.close();
  }
};

const hashFile = async (file: Awaited<ReturnType<typeof open>>, length: number): Promise<string> => {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafeSlow(Math.min(pieceBytes, Math.max(length, 1)));
  let total = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, total);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    total += bytesRead;
  }
  return hash.digest('hex');
};
