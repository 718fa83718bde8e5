import { type Libc, loadLibc } from '../program/libc.ts';
import { borrowFrom, listDescriptors } from '../tasks/borrow-descriptors.ts';

const ipprotoTcp = 6;
const tcpRepair = 19;
const solSocket = 1;
const soReuseAddr = 2;
const off = Buffer.from(new Int32Array([0]).buffer);
const on = Buffer.from(new Int32Array([1]).buffer);

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
  const sockets = listDescriptors(pid, (target) => target.startsWith('socket:'));
  return borrowFrom(libc, pid, (copy) => sockets.filter((fd) => endForSocket(libc, copy(fd))).length) ?? 0;
};

const endForSocket = (libc: Libc, fd: number): boolean => {
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
