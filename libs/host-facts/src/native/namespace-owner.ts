import { closeSync, openSync, readlinkSync } from 'node:fs';
import type { Libc } from './libc.ts';

/** ioctl(2) has no number of its own for all processors: asm-generic is used by all but x86. */
const ioctlNumber = process.arch === 'x64' ? 16 : 29;

/** NS_GET_USERNS of ioctl_ns(2). */
const getUserNamespace = 0xb701;

/** Inode of the user namespace that owns the namespace behind a path like /proc/PID/ns/net; null when the kernel refuses to tell. */
export const ownerOf = (libc: Libc, path: string): string | null => {
  const fd = openSync(path, 'r');
  try {
    const owner = Number(libc.syscall(ioctlNumber, fd, getUserNamespace, 0, 0, 0));
    if (owner < 0) return null;
    try {
      return /\[(\d+)\]/.exec(readlinkSync(`/proc/self/fd/${owner}`))?.[1] ?? null;
    } finally {
      closeSync(owner);
    }
  } finally {
    closeSync(fd);
  }
};
