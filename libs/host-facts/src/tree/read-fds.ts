import { readdirSync, readlinkSync } from 'node:fs';
import type { OpenFd } from '@godwit/domain/facts';
import { readOpenFile } from '../files/read-identity.ts';
import type { RootView } from '../files/root-view.ts';
import { type FdLink, parseFdLink } from '../procfs/parse-fd-link.ts';
import { parseFdInfo } from '../procfs/parse-fdinfo.ts';
import { isGone, readText } from '../procfs/read-text.ts';
import { pause } from './pause.ts';

const betweenPauses = 200;

export interface FdContext {
  pid: number;
  view: RootView;
  /** File system type by mount id, from the task's mountinfo. */
  filesystems: ReadonlyMap<number, string>;
}

const hasIdentity = (link: FdLink): boolean => link.kind === 'file' || link.kind === 'memfd';

const readFd = (context: FdContext, fd: number): OpenFd => {
  const magic = `/proc/${context.pid}/fd/${fd}`;
  const link = readlinkSync(magic);
  const info = parseFdInfo(readText(`/proc/${context.pid}/fdinfo/${fd}`));
  const target = parseFdLink(link);
  const filesystem = context.filesystems.get(info.mountId);
  const identity = hasIdentity(target) ? { ...readOpenFile(magic, link, context.view), filesystem } : undefined;
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
  };
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
  return fds;
};
