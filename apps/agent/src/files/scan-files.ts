import type { BigIntStats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { GodwitError } from '@godwit/domain/errors';
import { ownPrefix } from './file-messages.ts';

export interface ScannedEntry {
  /** Relative to the root; empty for the root itself. */
  name: string;
  path: string;
  kind: 'file' | 'directory' | 'symlink';
  stats: BigIntStats;
  target?: string;
}

const kindOf = (stats: BigIntStats): ScannedEntry['kind'] | null => {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'symlink' : null;
};

/**
 * Lists a file, or a directory with all that is in it, parents first. Sockets, pipes and devices are left out, as is what the
 * caller excludes, and what vanishes meanwhile. A root that is not there lists nothing.
 *
 * @param isDeep false: a directory without its content
 */
export async function* scanFiles(
  root: string,
  excluded: ReadonlySet<string>,
  isDeep = true,
): AsyncGenerator<ScannedEntry> {
  const open = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const entry = await look(root, next);
    if (entry === null) continue;
    yield entry;
    if (entry.kind !== 'directory' || !isDeep) continue;
    const names = await listNames(next);
    const below = names.map((name) => path.join(next as string, name));
    open.push(...below.filter((one) => !excluded.has(one) && !path.basename(one).startsWith(ownPrefix)).reverse());
  }
}

const look = async (root: string, at: string): Promise<ScannedEntry | null> => {
  try {
    const stats = await lstat(at, { bigint: true });
    const kind = kindOf(stats);
    if (kind === null) return null;
    const target = kind === 'symlink' ? await readlink(at) : undefined;
    return { name: path.relative(root, at), path: at, kind, stats, ...(target !== undefined && { target }) };
  } catch (error) {
    if (isVanished(error)) return null;
    throw error;
  }
};

/** Names that are no text could not be told to the destination, and a part of the data is no data. */
const listNames = async (dir: string): Promise<string[]> => {
  const raw = await readdir(dir, { encoding: 'buffer' }).catch((error: unknown) => {
    if (isVanished(error)) return [];
    throw error;
  });
  return raw.map((bytes) => {
    const name = bytes.toString('utf8');
    if (Buffer.from(name).equals(bytes)) return name;
    throw new GodwitError({
      code: 'input-invalid',
      message: `${dir} holds a name that is not UTF-8 (${name}), so it cannot be carried to another host.`,
      remedy: 'Rename it, or exclude the directory it lies in.',
    });
  });
};

export const isVanished = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
