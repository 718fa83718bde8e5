import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** Everything at and below a path: kind, mode, owner, time and hash of each. Directories without their time, which every name in them changes. */
export const listFiles = (top: string, below = ''): string[] => {
  const at = path.join(top, below);
  const stats = lstatSync(at, { throwIfNoEntry: false, bigint: true });
  if (!stats) return [`${below} is not there`];
  const link = stats.isSymbolicLink() ? readlinkSync(at) : '';
  const content = stats.isFile() ? `${stats.mtimeNs / 1000n} ${stats.size} ${hashOf(at)}` : link;
  const names = stats.isDirectory() ? readdirSync(at).sort() : [];
  const line = `${below} ${stats.mode.toString(8)} ${stats.uid}:${stats.gid} ${content}`.trim();
  return [line, ...names.flatMap((name) => listFiles(top, path.join(below, name)))];
};

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
