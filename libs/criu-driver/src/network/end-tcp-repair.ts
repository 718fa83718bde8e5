import { readdirSync, readlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { LibraryHandle } from 'koffi';

/** System call numbers, the same on every 64-bit architecture. */
const pidfdOpen = 434;
const pidfdGetfd = 438;
const ipprotoTcp = 6;
const tcpRepair = 19;
const solSocket = 1;
const soReuseAddr = 2;
const off = Buffer.from(new Int32Array([0]).buffer);
const on = Buffer.from(new Int32Array([1]).buffer);

interface Libc {
  syscall: (number: number, ...rest: number[]) => number;
  setsockopt: (fd: number, level: number, name: number, value: Buffer, size: number) => number;
  getsockopt: (fd: number, level: number, name: number, value: Buffer, size: Buffer) => number;
  close: (fd: number) => number;
}

/**
 * Takes the TCP sockets of processes out of repair mode. CRIU puts established sockets into it for the dump and out of it
 * when it resumes; a CRIU that was killed in between leaves them there, where every recv(2) fails with EPERM, which ends
 * most programs. The processes must stand still. Needs Linux 5.6 (pidfd_getfd) and the koffi addon.
 *
 * @returns how many sockets were taken out; null when it cannot be done here
 */
export const endTcpRepair = (pids: readonly number[]): number | null => {
  const libc = loadLibc();
  return libc && pids.reduce((count, pid) => count + endForProcess(libc, pid), 0);
};

const endForProcess = (libc: Libc, pid: number): number => {
  const pidfd = libc.syscall(pidfdOpen, pid, 0, 0);
  if (pidfd < 0) return 0;
  try {
    return listSocketFds(pid).filter((fd) => endForSocket(libc, pidfd, fd)).length;
  } finally {
    libc.close(pidfd);
  }
};

const endForSocket = (libc: Libc, pidfd: number, theirs: number): boolean => {
  const fd = libc.syscall(pidfdGetfd, pidfd, theirs, 0);
  if (fd < 0) return false;
  try {
    const value = Buffer.alloc(4);
    const size = Buffer.from(new Int32Array([4]).buffer);
    const inRepair = libc.getsockopt(fd, ipprotoTcp, tcpRepair, value, size) === 0 && value.readInt32LE() === 1;
    if (!inRepair || libc.setsockopt(fd, ipprotoTcp, tcpRepair, off, off.length) !== 0) return false;
    // Leaving repair mode clears this option (tcp.c), and a server that is started again could not bind its port for a
    // while. What it was before stands in the images only; for a connection it means nothing else.
    libc.setsockopt(fd, solSocket, soReuseAddr, on, on.length);
    return true;
  } finally {
    libc.close(fd);
  }
};

const listSocketFds = (pid: number): number[] => {
  try {
    const fds = readdirSync(`/proc/${pid}/fd`).map(Number);
    return fds.filter((fd) => isSocket(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
};

const isSocket = (link: string): boolean => {
  try {
    return readlinkSync(link).startsWith('socket:');
  } catch {
    return false;
  }
};

interface Koffi {
  load: (library: string) => LibraryHandle;
}

/** The addon lies beside a bundle, or else comes with the package. */
const loadLibc = (): Libc | null => {
  const require = createRequire(import.meta.url);
  for (const place of [fileURLToPath(new URL('./koffi.node', import.meta.url)), 'koffi']) {
    try {
      return bind(require(place) as Koffi);
    } catch {
      // The next place is tried.
    }
  }
  return null;
};

const bind = (koffi: Koffi): Libc => {
  const library = koffi.load('libc.so.6');
  return {
    syscall: library.func('long syscall(long, long, long, long)') as Libc['syscall'],
    setsockopt: library.func('int setsockopt(int, int, int, const void*, uint32_t)') as Libc['setsockopt'],
    getsockopt: library.func('int getsockopt(int, int, int, _Out_ uint8_t*, _Inout_ uint8_t*)') as Libc['getsockopt'],
    close: library.func('int close(int)') as Libc['close'],
  };
};
