import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type CapabilityMatrix, capabilityMatrixSchema } from '@godwit/domain/facts';
import { hashFile } from './hash-file.ts';

const kept = 8;
const prefix = 'matrix-';

/** Keeps a matrix that is complete; what was cut short is told to whoever asked, and forgotten. */
export const rememberMatrix = (baseFolder: string, matrix: CapabilityMatrix): void => {
  if (!matrix.complete) return;
  mkdirSync(baseFolder, { recursive: true, mode: 0o700 });
  const file = path.join(baseFolder, nameOf(matrix.criu.path, matrix.criu.sha256));
  writeFileSync(`${file}.new`, JSON.stringify(matrix), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  forgetOldest(baseFolder);
};

/**
 * The matrix that was made on this host with this very program on this kernel; null when there is none. A changed CRIU, kernel
 * or host name has never been probed.
 */
export const recallMatrix = (baseFolder: string, criuPath: string): CapabilityMatrix | null => {
  try {
    const text = readFileSync(path.join(baseFolder, nameOf(criuPath, hashFile(criuPath))), 'utf8');
    return capabilityMatrixSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

const nameOf = (criuPath: string, sha256: string): string => {
  const key = [criuPath, sha256, os.release(), os.hostname()].join('|');
  return `${prefix}${createHash('sha256').update(key).digest('hex').slice(0, 20)}.json`;
};

const forgetOldest = (baseFolder: string): void => {
  const files = readdirSync(baseFolder)
    .filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
    .map((name) => path.join(baseFolder, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const file of files.slice(kept)) rmSync(file, { force: true });
};
