import { type Libc, loadLibc } from '../program/libc.ts';
import { borrowFrom, listDescriptors } from '../tasks/borrow-descriptors.ts';

const ipprotoTcp = 6;
const tcpRepair = 19;
const on = Buffer.from(new Int32Array([1]).buffer);

/**
 * Puts the established TCP sockets of processes into repair mode, in which closing one sends nothing (TCP_REPAIR of linux/tcp.h; the
 * kernel's tcp_close has the consequence). For a tree that stands still and is to be killed while its copy goes on with its connections.
 * Listening sockets refuse it. Needs Linux 5.6 (pidfd_getfd), CAP_NET_ADMIN and the koffi addon.
 *
 * @returns how many sockets are silent; null when it cannot be done here
 */
export const silenceTcp = (pids: readonly number[]): number | null => {
  const libc = loadLibc();
  return libc && pids.reduce((count, pid) => count + silenceProcess(libc, pid), 0);
};

const silenceProcess = (libc: Libc, pid: number): number => {
  const sockets = listDescriptors(pid, (target) => target.startsWith('socket:'));
  return borrowFrom(libc, pid, (copy) => sockets.filter((fd) => silenceSocket(libc, copy(fd))).length) ?? 0;
};

const silenceSocket = (libc: Libc, fd: number): boolean => {
  if (fd < 0) return false;
  try {
    return libc.setsockopt(fd, ipprotoTcp, tcpRepair, on, on.length) === 0;
  } finally {
    libc.close(fd);
  }
};
