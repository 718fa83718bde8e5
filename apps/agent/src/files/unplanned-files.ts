import { readFileSync, readlinkSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import type { CarriedFiles } from '@godwit/agent-protocol';
import { listNames } from './list-names.ts';

const writeAccess = 0o3;

/**
 * Regular files that the tasks have open for writing and that no plan knows of: opened since it was made. What lies on the same
 * file system as a directory proved shared is taken for shared.
 */
export const findUnplanned = (pids: readonly number[], { staged, sharedDirectories }: CarriedFiles): string[] => {
  const sharedDevices = new Set(sharedDirectories.map(deviceOf).filter((dev) => dev !== null));
  const isPlanned = (file: string) =>
    staged.some(({ path: root, kind }) => file === root || (kind === 'directory' && file.startsWith(`${root}/`)));
  const written = pids.flatMap(listWritten).filter(({ file, dev }) => !isPlanned(file) && !sharedDevices.has(dev));
  return [...new Set(written.map(({ file }) => file))];
};

const deviceOf = (dir: string): number | null => statSync(dir, { throwIfNoEntry: false })?.dev ?? null;

const listWritten = (pid: number): { file: string; dev: number }[] =>
  listNames(`/proc/${pid}/fd`).flatMap((fd) => {
    const found = look(pid, fd);
    return found ? [found] : [];
  });

const look = (pid: number, fd: string): { file: string; dev: number } | null => {
  try {
    const magic = path.join(`/proc/${pid}/fd`, fd);
    const file = readlinkSync(magic);
    const stats: Stats = statSync(magic);
    // What has no name any more travels in the images.
    if (!file.startsWith('/') || !stats.isFile() || stats.nlink === 0) return null;
    const flags = /^flags:\s+([0-7]+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8'))?.[1] ?? '0';
    return (Number.parseInt(flags, 8) & writeAccess) === 0 ? null : { file, dev: stats.dev };
  } catch {
    return null;
  }
};
