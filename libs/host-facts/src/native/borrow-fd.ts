import type { Libc } from './libc.ts';

/** Numbers of pidfd_open(2) (Linux 5.3) and pidfd_getfd(2) (5.6), the same on all machines. */
const pidfdOpen = 434;
const pidfdGetfd = 438;

/**
 * Runs one synchronous action on a copy of a descriptor of another process, for what only the open file itself can be
 * asked: options of a socket, bytes in a queue. Nothing is changed there, and the copy is closed at once. Null when it
 * could not be copied: an old kernel, no right to trace the process, or the descriptor is gone.
 */
export const borrowFd = <T>(libc: Libc | null, pid: number, fd: number, action: (copy: number) => T): T | null => {
  if (libc === null) return null;
  const process = Number(libc.syscall(pidfdOpen, pid, 0, 0, 0, 0));
  if (process < 0) return null;
  try {
    const copy = Number(libc.syscall(pidfdGetfd, process, fd, 0, 0, 0));
    if (copy < 0) return null;
    try {
      return action(copy);
    } finally {
      libc.close(copy);
    }
  } finally {
    libc.close(process);
  }
};

/** FIONREAD of ioctl(2). */
const bytesToRead = 0x541b;

/** How many bytes wait to be read from a pipe or a notification queue; null when it could not be asked. */
export const readUnread = (libc: Libc | null, pid: number, fd: number): number | null =>
  borrowFd(libc, pid, fd, (copy) => {
    const count = Buffer.alloc(4);
    return libc !== null && libc.ioctl(copy, bytesToRead, count) === 0 ? count.readInt32LE(0) : null;
  });

interface SocketOption {
  level: number;
  name: number;
  /** How many bytes its value may take; 4 unless told otherwise. */
  bytes?: number;
}

/** The value of one option of a socket, raw; null when the socket does not know it. */
export const readOption = (libc: Libc, copy: number, { level, name, bytes = 4 }: SocketOption): Buffer | null => {
  const value = Buffer.alloc(bytes);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes, 0);
  return libc.getsockopt(copy, level, name, value, length) === 0 ? value.subarray(0, length.readUInt32LE(0)) : null;
};
