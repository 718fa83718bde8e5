import { closeSync, openSync, readlinkSync } from 'node:fs';
import type { Libc } from './libc.ts';

/** CLONE_NEW flags of setns(2), for the kinds one thread of a program with several may enter. */
const cloneFlags = { net: 0x40000000, ipc: 0x08000000 } as const;

/**
 * Runs one synchronous action with this thread inside a namespace of a process. Throws when the namespace may not be
 * entered. Nothing may wait inside `action`: other work of this thread would run in the wrong namespace.
 */
export const inNamespaceOf = <T>(libc: Libc, pid: number, kind: keyof typeof cloneFlags, action: () => T): T => {
  const path = `/proc/${pid}/ns/${kind}`;
  const own = `/proc/thread-self/ns/${kind}`;
  if (readlinkSync(path) === readlinkSync(own)) return action();
  const home = openSync(own, 'r');
  const there = openSync(path, 'r');
  try {
    if (libc.setns(there, cloneFlags[kind]) !== 0) throw new Error(`setns into ${path} failed, errno ${libc.errno()}`);
    try {
      return action();
    } finally {
      // A process that stays in a foreign namespace would answer for the wrong host: better none at all.
      if (libc.setns(home, cloneFlags[kind]) !== 0) process.abort();
    }
  } finally {
    closeSync(there);
    closeSync(home);
  }
};
