import { readdirSync, readlinkSync } from 'node:fs';
import { errorCode, isGone, readTextOrNull } from '../procfs/read-text.ts';
import { pause } from './pause.ts';
import { listPids } from './walk-tree.ts';

export interface Holder {
  inode: string;
  pid: number;
  comm: string;
}

export interface OutsideHolders {
  pipes: Holder[];
  sockets: Map<string, Omit<Holder, 'inode'>>;
  /** Processes whose descriptors may not be read: with any of these, a pipe without a holder proves nothing. */
  unreadable: number[];
}

const betweenPauses = 100;

const linksOf = (pid: number): string[] => {
  const directory = `/proc/${pid}/fd`;
  return readdirSync(directory).flatMap((fd) => {
    try {
      return [readlinkSync(`${directory}/${fd}`)];
    } catch (error) {
      if (isGone(error)) return [];
      throw error;
    }
  });
};

const commOf = (pid: number): string => readTextOrNull(`/proc/${pid}/comm`)?.trim() ?? '';

const scanProcess = (pid: number, wanted: ReadonlySet<string>, found: OutsideHolders): void => {
  for (const link of new Set(linksOf(pid))) {
    if (!wanted.has(link)) continue;
    const inode = link.slice(link.indexOf('[') + 1, -1);
    const comm = commOf(pid);
    if (link.startsWith('pipe:')) found.pipes.push({ inode, pid, comm });
    else if (!found.sockets.has(inode)) found.sockets.set(inode, { pid, comm });
  }
};

/** Who outside the tree holds one of the wanted pipes and sockets: one pass over /proc/PID/fd of all other processes. */
export const findOutsideHolders = async (
  treePids: ReadonlySet<number>,
  wanted: { pipes: Iterable<string>; sockets: Iterable<string> },
  signal?: AbortSignal,
): Promise<OutsideHolders> => {
  const links = new Set([
    ...[...wanted.pipes].map((inode) => `pipe:[${inode}]`),
    ...[...wanted.sockets].map((inode) => `socket:[${inode}]`),
  ]);
  const found: OutsideHolders = { pipes: [], sockets: new Map(), unreadable: [] };
  if (links.size === 0) return found;
  for (const [index, pid] of listPids().entries()) {
    if (index % betweenPauses === betweenPauses - 1) await pause(signal);
    if (treePids.has(pid)) continue;
    try {
      scanProcess(pid, links, found);
    } catch (error) {
      if (['EACCES', 'EPERM'].includes(errorCode(error))) found.unreadable.push(pid);
      else if (!isGone(error)) throw error;
    }
  }
  return found;
};
