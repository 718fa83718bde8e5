import { closeSync, openSync } from 'node:fs';
import type { Fact, FileIdentity } from '@godwit/domain/facts';
import { parseFdInfo } from '../procfs/parse-fdinfo.ts';
import type { Mount } from '../procfs/parse-mountinfo.ts';
import { readText } from '../procfs/read-text.ts';

/** O_PATH of open(2) on x86 and ARM: names a file without opening it, so that no lease on it is broken. */
const justName = 0o10000000;

/**
 * Device and inode by which /proc/locks names a file. On an overlay stat(2) tells the numbers of a layer, and the lock
 * is on the file of the overlay: its numbers are in fdinfo (Linux 5.14) and in the list of mounts.
 */
export const lockedAs = (path: string, identity: FileIdentity, mounts: Fact<Mount[]>): { dev: string; ino: string } => {
  const fd = openSync(path, justName);
  try {
    const { mountId, inode } = parseFdInfo(readText(`/proc/self/fdinfo/${fd}`));
    const mount = mounts.known ? mounts.value.find((one) => one.mountId === mountId) : undefined;
    return { dev: mount?.dev ?? identity.dev, ino: inode ?? identity.ino };
  } finally {
    closeSync(fd);
  }
};
