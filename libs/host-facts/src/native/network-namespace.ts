import { closeSync, openSync, readlinkSync } from 'node:fs';
import type { Libc } from './libc.ts';

const cloneNewNet = 0x40000000;

const enter = (libc: Libc, fd: number): boolean => libc.setns(fd, cloneNewNet) === 0;

/**
 * Runs one synchronous action with this thread inside the network namespace of a process. A socket made there stays
 * there. Throws when the namespace may not be entered. Nothing may wait inside `action`: other work of this thread
 * would run in the wrong namespace.
 */
export const inNetworkNamespaceOf = <T>(libc: Libc, pid: number, action: () => T): T => {
  const path = `/proc/${pid}/ns/net`;
  if (readlinkSync(path) === readlinkSync('/proc/thread-self/ns/net')) return action();
  const home = openSync('/proc/thread-self/ns/net', 'r');
  const there = openSync(path, 'r');
  try {
    if (!enter(libc, there)) throw new Error(`setns into ${path} failed with errno ${libc.errno()}`);
    try {
      return action();
    } finally {
      // A process that stays in a foreign network namespace would answer for the wrong host: better none at all.
      if (!enter(libc, home)) process.abort();
    }
  } finally {
    closeSync(there);
    closeSync(home);
  }
};
