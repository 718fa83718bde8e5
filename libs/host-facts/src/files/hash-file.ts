import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { statBig } from './read-identity.ts';

/** Hashes of files that did not change since, by everything stat(2) tells of a change. */
const remembered = new Map<string, string>();
const rememberedLimit = 10_000;

const keyOf = (path: string): string => {
  const stat = statBig(path);
  return [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(':');
};

const remember = (key: string, value: string): void => {
  if (remembered.size >= rememberedLimit) remembered.clear();
  remembered.set(key, value);
};

/** SHA-256 of a regular file in hex. Throws what the file system says, and when the file changed while it was read. */
export const hashFile = async (path: string, signal?: AbortSignal): Promise<string> => {
  const key = keyOf(path);
  const kept = remembered.get(key);
  if (kept !== undefined) return kept;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { signal });
  const value = hash.digest('hex');
  if (keyOf(path) !== key) throw new Error(`${path} changed while it was read`);
  remember(key, value);
  return value;
};
