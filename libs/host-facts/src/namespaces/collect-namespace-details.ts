import { readdirSync, readlinkSync } from 'node:fs';
import type { Fact, NamespaceDetails, Task } from '@godwit/domain/facts';
import type { Libc } from '../native/libc.ts';
import { ownerOf } from '../native/namespace-owner.ts';
import { attempt, readTextOrNull } from '../procfs/read-text.ts';

const inodeOf = (path: string): string | null => {
  try {
    return /\[(\d+)\]/.exec(readlinkSync(path))?.[1] ?? null;
  } catch {
    return null;
  }
};

/** What children of a task would live in, where that is not what the task lives in itself. */
const childNamespaces = ({ pid, namespaces }: Task): NamespaceDetails['children'] =>
  (['pid', 'time'] as const).flatMap((kind) => {
    const own = namespaces.known ? namespaces.value[kind] : undefined;
    if (own === undefined) return [];
    const inode = inodeOf(`/proc/${pid}/ns/${kind}_for_children`);
    // It ended meanwhile: its other links are gone too.
    if (inode === null && (kind === 'time' || inodeOf(`/proc/${pid}/ns/${kind}`) === null)) return [];
    // A pid namespace that waits for its first process has no inode to show yet.
    return inode === own ? [] : [{ pid, kind, inode: inode ?? 'none yet' }];
  });

const threadKinds = ['mnt', 'net', 'ipc', 'uts', 'cgroup'];

/** Threads that left a namespace of their process: setns(2) and unshare(2) change one thread only. */
const strayThreads = ({ pid, namespaces, threads }: Task): NamespaceDetails['threads'] =>
  threads
    .filter(({ tid }) => tid !== pid)
    .flatMap(({ tid }) =>
      threadKinds.flatMap((kind) => {
        const inode = inodeOf(`/proc/${pid}/task/${tid}/ns/${kind}`);
        return inode === null || !namespaces.known || namespaces.value[kind] === inode
          ? []
          : [{ pid, tid, kind, inode }];
      }),
    );

const heldNamespaces = ({ pid, fds }: Task): NamespaceDetails['held'] =>
  (fds.known ? fds.value : []).flatMap(({ fd, link }) => {
    const [, kind, inode] =
      /^(mnt|net|ipc|uts|pid|user|cgroup|time|pid_for_children|time_for_children):\[(\d+)\]$/.exec(link) ?? [];
    return kind === undefined || inode === undefined ? [] : [{ pid, fd, kind, inode }];
  });

const owners = (pid: number, libc: Libc | null): Record<string, string | null> => {
  const kinds = readdirSync(`/proc/${pid}/ns`).filter((kind) => !kind.endsWith('_for_children') && kind !== 'user');
  return Object.fromEntries(
    kinds.map((kind) => {
      const owner = libc === null ? null : attempt(kind, () => ownerOf(libc, `/proc/${pid}/ns/${kind}`));
      return [kind, owner?.known ? owner.value : null];
    }),
  );
};

/** Process 1 of a /proc is the init of the pid namespace it shows. */
const hasOwnProc = (pid: number): boolean | null => {
  const shown = inodeOf(`/proc/${pid}/root/proc/1/ns/pid`);
  return shown === null ? null : shown === inodeOf(`/proc/${pid}/ns/pid`);
};

/** What the links in /proc/PID/ns of the first thread do not tell: owners, children, threads, descriptors, offsets. */
export const collectNamespaceDetails = (tasks: readonly Task[], libc: Libc | null): Fact<NamespaceDetails> =>
  attempt('The namespaces of the tree', () => {
    const root = tasks[0]?.pid ?? 0;
    const living = tasks.filter(({ state }) => state !== 'Z' && state !== 'X');
    const hostTime = inodeOf(`/proc/${root}/ns/time`) === inodeOf('/proc/self/ns/time');
    return {
      children: living.flatMap(childNamespaces),
      threads: living.flatMap(strayThreads),
      owners: owners(root, libc),
      held: living.flatMap(heldNamespaces),
      ownProc: hasOwnProc(root),
      timeOffsets: hostTime ? null : readTextOrNull(`/proc/${root}/timens_offsets`),
    };
  });
