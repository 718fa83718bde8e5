import { readdirSync, readlinkSync } from 'node:fs';
import type { FileIdentity, OpenFd } from '@godwit/domain/facts';
import { readOpenFile } from '../files/read-identity.ts';
import { readWatches } from '../files/read-watches.ts';
import type { RootView } from '../files/root-view.ts';
import { readUnread } from '../native/borrow-fd.ts';
import type { Libc } from '../native/libc.ts';
import { type FdLink, parseFdLink } from '../procfs/parse-fd-link.ts';
import { type FdInfo, parseFdInfo } from '../procfs/parse-fdinfo.ts';
import type { Mount } from '../procfs/parse-mountinfo.ts';
import { isGone, readText } from '../procfs/read-text.ts';
import { findEscapedTargets } from './find-escaped-targets.ts';
import { pause } from './pause.ts';

const betweenPauses = 200;

export interface FdContext {
  pid: number;
  view: RootView;
  /** Mounts the task sees, by id; null when they could not be read. */
  mounts: ReadonlyMap<number, Mount> | null;
  libc: Libc | null;
  /** Files that were looked at before, for this task or another: a tree often has the same one open many times. */
  openFiles: Map<string, FileIdentity>;
}

const hasIdentity = (link: FdLink): boolean => link.kind === 'file' || link.kind === 'memfd';

const isNotifier = ({ anonInode }: FdLink): boolean => anonInode === 'inotify' || anonInode === 'fanotify';

/** Watches of an inotify or fanotify descriptor, and whether events wait in it. */
const readNotifier = (
  { pid, libc, mounts, view }: FdContext,
  fd: number,
  details: readonly string[],
): Pick<OpenFd, 'watches' | 'unreadBytes'> => {
  const unread = readUnread(libc, pid, fd);
  return {
    watches: readWatches(details, { libc, view, mounts: [...(mounts?.values() ?? [])] }),
    ...(unread === null ? {} : { unreadBytes: unread }),
  };
};

/** The kernel tells the inode in fdinfo since Linux 5.14; a mount has one device. */
const identify = ({ view, openFiles }: FdContext, magic: string, link: string, info: FdInfo): FileIdentity => {
  if (info.inode === undefined) return readOpenFile(magic, link, view);
  const key = `${view.key}|${link}|${info.mountId}|${info.inode}`;
  const identity = openFiles.get(key) ?? readOpenFile(magic, link, view);
  openFiles.set(key, identity);
  return identity;
};

const readFd = (context: FdContext, fd: number): OpenFd => {
  const magic = `/proc/${context.pid}/fd/${fd}`;
  const link = readlinkSync(magic);
  const info = parseFdInfo(readText(`/proc/${context.pid}/fdinfo/${fd}`));
  const target = parseFdLink(link);
  const mount = context.mounts?.get(info.mountId);
  const identity = hasIdentity(target)
    ? { ...identify(context, magic, link, info), filesystem: mount?.filesystem }
    : undefined;
  return {
    fd,
    link,
    kind: target.kind,
    ...(target.anonInode === undefined ? {} : { anonInode: target.anonInode }),
    flags: info.flags,
    position: info.position,
    mountId: info.mountId,
    inode: target.inode ?? identity?.ino ?? info.inode ?? '0',
    ...(identity === undefined ? {} : { identity }),
    locks: info.locks,
    details: info.details,
    ...(identity === undefined || context.mounts === null ? {} : { mountSeen: mount !== undefined }),
    ...(isNotifier(target) ? readNotifier(context, fd, info.details) : {}),
  };
};

/** What an epoll waits for can be told only when all descriptors of the process are known. */
const noteEscapedTargets = ({ libc, pid }: FdContext, fds: readonly OpenFd[]): void => {
  const epolls = fds.filter(({ anonInode }) => anonInode === 'eventpoll');
  if (epolls.length === 0) return;
  const own = new Map(fds.map((open) => [open.fd, open]));
  for (const open of epolls) {
    const escaped = findEscapedTargets(libc, pid, open, own);
    if (escaped !== null) open.escapedTargets = escaped;
  }
};

/**
 * Open descriptors of a task: /proc/PID/fd, fdinfo, and for files what they are and whether their path still leads to
 * them. One that is closed meanwhile is left out. Throws when the directory may not be read.
 */
export const readFds = async (context: FdContext, signal?: AbortSignal): Promise<OpenFd[]> => {
  const numbers = readdirSync(`/proc/${context.pid}/fd`).map(Number);
  const fds: OpenFd[] = [];
  for (const [index, fd] of numbers.sort((a, b) => a - b).entries()) {
    if (index % betweenPauses === betweenPauses - 1) await pause(signal);
    try {
      fds.push(readFd(context, fd));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  noteEscapedTargets(context, fds);
  return fds;
};
