import { readlinkSync } from 'node:fs';
import { type Fact, type IpcNamespace, type Task, unknown } from '@godwit/domain/facts';
import { inNamespaceOf } from '../native/enter-namespace.ts';
import type { Libc } from '../native/libc.ts';
import { lastUsers } from '../native/semaphore-users.ts';
import { attempt, readText } from '../procfs/read-text.ts';
import { bytesPerSemaphore, parseQueues, parseSegments, parseSemaphores } from './parse-sysvipc.ts';

const readObjects = (libc: Libc | null) => [
  ...parseSegments(readText('/proc/sysvipc/shm')),
  ...parseSemaphores(readText('/proc/sysvipc/sem')).map((set) =>
    libc === null ? set : { ...set, pids: lastUsers(libc, set.id, set.bytes / bytesPerSemaphore) },
  ),
  ...parseQueues(readText('/proc/sysvipc/msg')),
];

const byNamespace = (tasks: readonly Task[]): Map<string, number[]> => {
  const pids = new Map<string, number[]>();
  for (const { pid, namespaces } of tasks) {
    const inode = namespaces.known ? namespaces.value.ipc : undefined;
    if (inode !== undefined) pids.set(inode, [...(pids.get(inode) ?? []), pid]);
  }
  return pids;
};

/** Shared memory, semaphores and message queues of every IPC namespace that a task of the tree lives in, the reader's too. */
export const collectIpcNamespaces = (tasks: readonly Task[], libc: Libc | null): Fact<IpcNamespace[]> =>
  attempt('The IPC namespaces of the tree', () => {
    const own = /\[(\d+)\]/.exec(readlinkSync('/proc/self/ns/ipc'))?.[1];
    return [...byNamespace(tasks)].map(([inode, pids]) => ({
      inode,
      pids,
      ofReader: inode === own,
      objects:
        inode === own
          ? attempt('/proc/sysvipc', () => readObjects(libc))
          : libc === null
            ? unknown('the koffi addon, with which namespaces are entered, cannot be loaded')
            : attempt('/proc/sysvipc', () => inNamespaceOf(libc, pids[0] ?? 0, 'ipc', () => readObjects(libc))),
    }));
  });
