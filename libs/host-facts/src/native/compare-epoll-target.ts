import { arch } from 'node:process';
import type { Libc } from './libc.ts';

/** Number of kcmp(2) by processor. */
const callNumbers: Partial<Record<NodeJS.Architecture, number>> = { x64: 312, arm64: 272 };

/** KCMP_EPOLL_TFD of include/uapi/linux/kcmp.h (Linux 4.13). */
const epollTarget = 7;

export interface EpollSlot {
  epoll: number;
  target: number;
  /** How many targets of the same number come before it. */
  before: number;
}

const noSuchEntry = 2;
const badDescriptor = 9;

/**
 * Whether a descriptor of a process is the open file that one of its epoll descriptors waits for: `other` also when it is not
 * open, `gone` when the epoll does not wait for it any more, null when the kernel cannot be asked.
 */
export const compareEpollTarget = (
  libc: Libc | null,
  pid: number,
  fd: number,
  slot: EpollSlot,
): 'same' | 'other' | 'gone' | null => {
  const number = callNumbers[arch];
  if (libc === null || number === undefined) return null;
  const encoded = Buffer.alloc(12);
  encoded.writeUInt32LE(slot.epoll, 0);
  encoded.writeUInt32LE(slot.target, 4);
  encoded.writeUInt32LE(slot.before, 8);
  const answer = Number(libc.kcmpSlot(number, pid, pid, epollTarget, fd, encoded));
  if (answer >= 0) return answer === 0 ? 'same' : 'other';
  const errno = libc.errno();
  if (errno === badDescriptor) return 'other';
  return errno === noSuchEntry ? 'gone' : null;
};
