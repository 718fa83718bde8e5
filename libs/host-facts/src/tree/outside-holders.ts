import { loadLibc } from '../native/libc.ts';
import { readLinks } from '../native/read-links.ts';
import { parseFdInfo } from '../procfs/parse-fdinfo.ts';
import { isKernelThread, parseStat } from '../procfs/parse-stat.ts';
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
  /** Who has a pseudo terminal open, either end, by its number. */
  ptys: { index: number; pid: number; comm: string }[];
  /** Locks through descriptors of the wanted files, as the kernel prints them. */
  locks: { path: string; pid: number; comm: string; line: string }[];
  /** Processes whose descriptors may not be read: with any of these, a pipe without a holder proves nothing. */
  unreadable: number[];
}

/** What to look for: inodes of pipes and sockets, numbers of pseudo terminals, links of locked files. */
export interface WantedLinks {
  pipes: Iterable<string>;
  sockets: Iterable<string>;
  ptys?: ReadonlySet<number>;
  lockedFiles?: ReadonlySet<string>;
}

const betweenPauses = 100;

/** Parent of all threads of the kernel, which hold no descriptors: a third of the processes of a small host. Hidden in a pid namespace. */
const kernelThread = 2;

const kernelThreads = (): ReadonlySet<number> => {
  const stat = readTextOrNull(`/proc/${kernelThread}/stat`);
  if (stat === null || !isKernelThread(parseStat(stat))) return new Set();
  const children = readTextOrNull(`/proc/${kernelThread}/task/${kernelThread}/children`) ?? '';
  return new Set([kernelThread, ...children.split(' ').filter(Boolean).map(Number)]);
};

const linksOf = (pid: number): [fd: string, link: string][] => readLinks(loadLibc(), `/proc/${pid}/fd`);

const commOf = (pid: number): string => readTextOrNull(`/proc/${pid}/comm`)?.trim() ?? '';

const infoOf = (pid: number, fd: string) => parseFdInfo(readTextOrNull(`/proc/${pid}/fdinfo/${fd}`) ?? '');

/** Number of the pseudo terminal a link leads to; a master says its number in fdinfo only. */
const ptyIndex = (pid: number, fd: string, link: string): number | null => {
  const slave = /^\/dev\/pts\/(\d+)$/.exec(link)?.[1];
  if (slave !== undefined) return Number(slave);
  if (!link.endsWith('/ptmx')) return null;
  const line = infoOf(pid, fd).details.find((text) => text.startsWith('tty-index:'));
  return line === undefined ? null : Number(line.slice('tty-index:'.length));
};

interface Search {
  links: ReadonlySet<string>;
  ptys: ReadonlySet<number>;
  lockedFiles: ReadonlySet<string>;
}

const takeLink = (pid: number, link: string, found: OutsideHolders): void => {
  const inode = link.slice(link.indexOf('[') + 1, -1);
  if (link.startsWith('socket:') && found.sockets.has(inode)) return;
  const comm = commOf(pid);
  if (link.startsWith('pipe:')) found.pipes.push({ inode, pid, comm });
  else found.sockets.set(inode, { pid, comm });
};

const takePty = (pid: number, [fd, link]: [string, string], search: Search, found: OutsideHolders): void => {
  const index = search.ptys.size === 0 ? null : ptyIndex(pid, fd, link);
  if (index === null || !search.ptys.has(index)) return;
  if (!found.ptys.some((known) => known.pid === pid && known.index === index)) {
    found.ptys.push({ index, pid, comm: commOf(pid) });
  }
};

const takeLocks = (pid: number, [fd, link]: [string, string], found: OutsideHolders): void => {
  const comm = commOf(pid);
  found.locks.push(...infoOf(pid, fd).locks.map(({ line }) => ({ path: link, pid, comm, line })));
};

const scanProcess = (pid: number, search: Search, found: OutsideHolders): void => {
  const seen = new Set<string>();
  for (const entry of linksOf(pid)) {
    const [, link] = entry;
    if (search.links.has(link) && !seen.has(link)) takeLink(pid, link, found);
    seen.add(link);
    takePty(pid, entry, search, found);
    if (search.lockedFiles.has(link)) takeLocks(pid, entry, found);
  }
};

const searchFor = (wanted: WantedLinks): Search => ({
  links: new Set([
    ...[...wanted.pipes].map((inode) => `pipe:[${inode}]`),
    ...[...wanted.sockets].map((inode) => `socket:[${inode}]`),
  ]),
  ptys: wanted.ptys ?? new Set(),
  lockedFiles: wanted.lockedFiles ?? new Set(),
});

/** Who outside the tree holds one of the wanted things: one pass over /proc/PID/fd of all other processes. */
export const findOutsideHolders = async (
  treePids: ReadonlySet<number>,
  wanted: WantedLinks,
  signal?: AbortSignal,
): Promise<OutsideHolders> => {
  const search = searchFor(wanted);
  const found: OutsideHolders = { pipes: [], sockets: new Map(), ptys: [], locks: [], unreadable: [] };
  if (search.links.size + search.ptys.size + search.lockedFiles.size === 0) return found;
  const threads = kernelThreads();
  const others = listPids().filter((pid) => !treePids.has(pid) && !threads.has(pid));
  for (const [index, pid] of others.entries()) {
    if (index % betweenPauses === betweenPauses - 1) await pause(signal);
    try {
      scanProcess(pid, search, found);
    } catch (error) {
      if (['EACCES', 'EPERM'].includes(errorCode(error))) found.unreadable.push(pid);
      else if (!isGone(error)) throw error;
    }
  }
  return found;
};
