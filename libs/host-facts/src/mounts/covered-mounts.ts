import type { Mount } from '../procfs/parse-mountinfo.ts';

const covers = (above: string, path: string): boolean =>
  above === '/' || path === above || path.startsWith(`${above}/`);

/**
 * Ids of the mounts that no path leads to, because another was mounted over them: on their own mount point, or on a directory
 * above it beside them (as mount.c of CRIU counts it, mnt_is_overmounted).
 */
export const coveredMounts = (mounts: readonly Mount[]): Set<number> => {
  const byId = new Map(mounts.map((mount) => [mount.mountId, mount]));
  const childrenOf = new Map<number, Mount[]>();
  for (const mount of mounts) {
    if (mount.parentId === mount.mountId) continue;
    childrenOf.set(mount.parentId, [...(childrenOf.get(mount.parentId) ?? []), mount]);
  }
  const besides = (mount: Mount): boolean =>
    (childrenOf.get(mount.parentId) ?? []).some(
      (sibling) => sibling !== mount && covers(sibling.mountPoint, mount.mountPoint),
    );
  const hidden = (mount: Mount): boolean => {
    if ((childrenOf.get(mount.mountId) ?? []).some((child) => child.mountPoint === mount.mountPoint)) return true;
    for (let at: Mount | undefined = mount; at !== undefined && byId.has(at.parentId); at = byId.get(at.parentId)) {
      if (at.parentId === at.mountId) break;
      if (besides(at)) return true;
    }
    return false;
  };
  return new Set(mounts.filter(hidden).map((mount) => mount.mountId));
};
