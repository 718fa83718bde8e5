import { readlinkSync } from 'node:fs';
import type { Fact, MountNamespace, NamespaceMount, Task } from '@godwit/domain/facts';
import { attempt } from '../procfs/read-text.ts';
import { answersLookups } from './answers-lookups.ts';
import { coveredMounts } from './covered-mounts.ts';
import { findHostPath } from './find-host-path.ts';
import { type IdMap, readIdMap } from './id-map.ts';
import { readContent } from './read-content.ts';
import { type FullMount, readMounts } from './read-mounts.ts';

/** Tasks of the tree by the inode of their namespace of one kind, without those in the reader's own. */
export const ownNamespaces = (tasks: readonly Task[], kind: string): Map<string, number[]> => {
  const own = /\[(\d+)\]/.exec(readlinkSync(`/proc/self/ns/${kind}`))?.[1];
  const pids = new Map<string, number[]>();
  for (const { pid, namespaces } of tasks) {
    const inode = namespaces.known ? namespaces.value[kind] : undefined;
    if (inode !== undefined && inode !== own) pids.set(inode, [...(pids.get(inode) ?? []), pid]);
  }
  return pids;
};

/** User namespaces of a task other than the reader's decide which files of the tree can be read for a dump. */
const ownIdMap = (pid: number): IdMap | null =>
  readlinkSync(`/proc/${pid}/ns/user`) === readlinkSync('/proc/self/ns/user') ? null : readIdMap(pid);

const hasMountsBelow = (path: string, host: readonly FullMount[]): boolean =>
  host.some(({ mountPoint }) => mountPoint !== path && mountPoint.startsWith(path === '/' ? '/' : `${path}/`));

const readNamespaceMounts = (pid: number, host: readonly FullMount[]): NamespaceMount[] => {
  const mounts = readMounts(pid);
  const covered = coveredMounts(mounts);
  const onHost = new Set(host.map(({ dev }) => dev));
  const map = ownIdMap(pid);
  return mounts.map((mount) => {
    const visible = !covered.has(mount.mountId) && answersLookups(mount.filesystem);
    const seenAs = visible ? `/proc/${pid}/root${mount.mountPoint === '/' ? '/' : mount.mountPoint}` : null;
    const hostPath = findHostPath(mount, host, seenAs);
    return {
      ...mount,
      hostPath,
      crowded: hostPath !== null && hasMountsBelow(hostPath, host),
      onHost: onHost.has(mount.dev),
      covered: covered.has(mount.mountId),
      ...readContent(mount, seenAs, map),
    };
  });
};

/** Every mount namespace of the tree that is not this process's own, with its mounts and where they come from on this host. */
export const collectMountNamespaces = (tasks: readonly Task[]): Fact<MountNamespace[]> =>
  attempt('The mount namespaces of the tree', () => {
    const host = readMounts('self');
    return [...ownNamespaces(tasks, 'mnt')].map(([inode, pids]) => {
      const first = pids[0] ?? 0;
      return {
        inode,
        pids,
        rootPath: readlinkSync(`/proc/${first}/root`),
        mounts: attempt(`/proc/${first}/mountinfo`, () => readNamespaceMounts(first, host)),
      };
    });
  });
