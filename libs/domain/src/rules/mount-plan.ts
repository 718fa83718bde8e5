import type { NamespaceMount } from '../facts/index.ts';

/** Why CRIU would refuse a mount that is not named to it as external. */
export type MountProblem = 'unsupported' | 'bind' | 'sharing';

/** A mount with the namespace it belongs to. */
export interface PlacedMount extends NamespaceMount {
  /** The mount namespace of the root task: CRIU looks external mounts up there only. */
  ofRoot: boolean;
}

/** Filesystems CRIU 4.2 knows how to save or to mount anew (filesystems.c). A point in a type starts a subtype. */
const known = new Set([
  'proc',
  'sysfs',
  'devtmpfs',
  'binfmt_misc',
  'tmpfs',
  'devpts',
  'simfs',
  'pstore',
  'mqueue',
  'securityfs',
  'fusectl',
  'debugfs',
  'tracefs',
  'cgroup',
  'cgroup2',
  'aufs',
  'fuse',
  'overlay',
  'autofs',
]);

export const typeOf = ({ filesystem }: NamespaceMount): string => filesystem.split('.')[0] ?? filesystem;
const isKnownType = (mount: NamespaceMount): boolean => known.has(typeOf(mount));

/** CRIU takes the mount point `/` of a namespace for its root mount. */
const isRoot = ({ mountPoint, covered, parentId, mountId }: NamespaceMount, all: readonly NamespaceMount[]): boolean =>
  mountPoint === '/' && (parentId === mountId || !all.some((other) => other.mountId === parentId) || covered);

const group = ({ optionalFields }: NamespaceMount, name: string): string | null =>
  optionalFields.find((field) => field.startsWith(`${name}:`))?.slice(name.length + 1) ?? null;

const inside = (path: string, root: string): boolean => root === '/' || path === root || path.startsWith(`${root}/`);

/** Two views of one filesystem, as CRIU compares them (mounts_sb_equal): external ones only by their device. */
const sameFilesystem = (left: PlacedMount, right: PlacedMount, external: ReadonlySet<PlacedMount>): boolean => {
  if (left.dev !== right.dev) return false;
  const cgroup = typeOf(left).startsWith('cgroup');
  if (external.has(left) || external.has(right)) return cgroup ? left.superOptions === right.superOptions : true;
  return (
    left.filesystem === right.filesystem && left.source === right.source && left.superOptions === right.superOptions
  );
};

interface PlanInput {
  mounts: readonly PlacedMount[];
  /** The root task has a cgroup namespace of its own: roots of cgroup mounts then count as whole. */
  ownCgroups: boolean;
}

/** What CRIU's checks would say of one mount, given those that are external; null when nothing. */
const problemOf = (mount: PlacedMount, { mounts, ownCgroups }: PlanInput, external: ReadonlySet<PlacedMount>) => {
  const binds = mounts.filter((other) => other === mount || sameFilesystem(mount, other, external));
  const views = binds.filter((other) => inside(mount.root, other.root));
  const fromExternal = views.some((other) => external.has(other));
  const fromRoot = views.some((other) => other.ofRoot && isRoot(other, mounts));
  const sharing = sharingProblem(mount, views, { mounts, ownCgroups }, external);
  if (sharing !== null) return sharing;
  if (fromExternal || fromRoot || isRoot(mount, mounts)) return null;
  const isWhole = (one: PlacedMount): boolean =>
    one.root === '/' || (ownCgroups && typeOf(one).startsWith('cgroup')) || isRoot(one, mounts);
  if (isWhole(mount)) return isKnownType(mount) ? null : 'unsupported';
  return binds.some((other) => isWhole(other) && inside(mount.root, other.root)) ? null : 'bind';
};

/** A slave needs its master: in the tree, or through an external mount or the root that hangs on the same one. */
const sharingProblem = (
  mount: PlacedMount,
  views: readonly PlacedMount[],
  { mounts }: PlanInput,
  external: ReadonlySet<PlacedMount>,
): 'sharing' | null => {
  const master = group(mount, 'master');
  if (master === null || mounts.some((other) => other !== mount && group(other, 'shared') === master)) return null;
  const relay = views.some(
    (other) => group(other, 'master') === master && (external.has(other) || (other.ofRoot && isRoot(other, mounts))),
  );
  return relay ? null : 'sharing';
};

const depth = ({ root }: NamespaceMount): number => (root === '/' ? 0 : root.split('/').length);

interface MountPlan {
  /** Mounts to name as external, each with its path on the host. */
  external: { mount: PlacedMount; problem: MountProblem }[];
  /** Mounts that stay refused, because nothing on the host leads to them. */
  refused: { mount: PlacedMount; problem: MountProblem }[];
}

/**
 * The fewest mounts that must be named to CRIU as external so that it takes the namespaces: the widest view of each
 * filesystem first, because the others can then be bound from it.
 */
export const planMounts = (input: PlanInput): MountPlan => {
  const external = new Map<PlacedMount, MountProblem>();
  const refused: MountPlan['refused'] = [];
  for (const mount of [...input.mounts].sort((left, right) => depth(left) - depth(right))) {
    // CRIU does not see tracefs at all.
    const problem = typeOf(mount) === 'tracefs' ? null : problemOf(mount, input, new Set(external.keys()));
    if (problem === null) continue;
    if (mount.hostPath !== null && mount.ofRoot) external.set(mount, problem);
    else refused.push({ mount, problem });
  }
  return { external: [...external].map(([mount, problem]) => ({ mount, problem })), refused };
};

/** The root mount of the root task's namespace. */
export const rootMountOf = (mounts: readonly PlacedMount[]): PlacedMount | undefined =>
  mounts.find((mount) => mount.ofRoot && isRoot(mount, mounts));
