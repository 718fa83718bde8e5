import type { OpenFd } from '@godwit/domain/facts';

export type FdInfo = Pick<OpenFd, 'flags' | 'position' | 'mountId' | 'locks' | 'details'> & { inode?: string };

type Lock = OpenFd['locks'][number];

const lockKinds: Record<string, Lock['kind']> = {
  POSIX: 'posix',
  FLOCK: 'flock',
  OFDLCK: 'ofd',
  LEASE: 'lease',
};

/** One lock as /proc/locks prints it: `1: POSIX  ADVISORY  WRITE 77 fe:00:12 0 EOF`. */
const parseLock = (text: string): Lock => {
  const line = text.trim();
  const [, kind = '', , access = ''] = line.split(/\s+/);
  return { kind: lockKinds[kind] ?? 'other', access: access.toLowerCase(), line };
};

/** Lines of /proc/PID/fdinfo/N (proc_pid_fdinfo(5)); what is not common to all kinds stays as printed. */
export const parseFdInfo = (text: string): FdInfo => {
  const info: FdInfo = { flags: 0, position: 0, mountId: -1, locks: [], details: [] };
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1).trim();
    const name = line.slice(0, colon);
    if (name === 'pos') info.position = Number(value);
    else if (name === 'flags') info.flags = Number.parseInt(value, 8);
    else if (name === 'mnt_id') info.mountId = Number(value);
    else if (name === 'ino') info.inode = value;
    else if (name === 'lock') info.locks.push(parseLock(value));
    else if (line !== '') info.details.push(line);
  }
  return info;
};
