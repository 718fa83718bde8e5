import { GodwitError } from '@godwit/domain/errors';

/** How a rehearsal covers a mount of the host, so that nothing a restore does there is seen outside. */
type Covering =
  /** Whatever is written lands in memory and is gone with the rehearsal. */
  | 'overlay'
  /** No overlay lies over it; nothing can be written. */
  | 'readonly'
  /** A directory with the devices that do nothing but give or take bytes, and terminals of its own. */
  | 'devices'
  /** What the kernel tells of the rehearsal's own network namespace, not to be written. */
  | 'kernel'
  /** The control groups below the copy's own, which are seen as if they were all. */
  | 'cgroups'
  /** What the run itself laid there, to be written: it is removed afterwards. */
  | 'own';

export interface Cover {
  how: Covering;
  at: string;
}

interface CoveredMount {
  mountPoint: string;
  filesystem: string;
  /** False for a file that was mounted over another. */
  isDirectory: boolean;
}

/** What overlayfs takes for a lower layer; a filesystem that is not here is tried all the same. */
const neverOverlaid = new Set([
  'proc',
  'sysfs',
  'cgroup',
  'cgroup2',
  'devpts',
  'mqueue',
  'nsfs',
  'hugetlbfs',
  'debugfs',
  'tracefs',
  'securityfs',
  'bpf',
  'pstore',
  'configfs',
  'efivarfs',
  'fusectl',
  'binfmt_misc',
]);

/**
 * What becomes of each mount of a host in a rehearsal, parents first. Mounts of the kernel's own below /proc and /dev are made anew
 * there, and those that would be mounted by a look at them stay away.
 *
 * @param own directory of the run, which is not covered
 * @param bundle of a container, whose runtime also makes control groups
 */
export const planCovers = (mounts: readonly CoveredMount[], own: string, bundle?: string): Cover[] => {
  const covers = mounts.flatMap((mount): Cover[] => {
    const { mountPoint: at } = mount;
    if (isBelow(at, own) || isBelow(at, '/proc') || mount.filesystem === 'autofs') return [];
    if (at === '/dev' || at === '/sys') return [];
    if (isBelow(at, '/dev')) return at === '/dev/shm' && mount.isDirectory ? [{ how: 'overlay', at }] : [];
    if (bundle !== undefined && isCgroups(mount)) return [{ how: 'cgroups', at }];
    const overlaid = mount.isDirectory && !isBelow(at, '/sys') && !neverOverlaid.has(mount.filesystem);
    return [{ how: overlaid ? 'overlay' : 'readonly', at }];
  });
  const root = covers.findIndex(({ at }) => at === '/');
  const first: Cover[] = [
    { how: 'devices', at: '/dev' },
    { how: 'kernel', at: '/sys' },
  ];
  const last: Cover[] = bundle === undefined ? [] : [{ how: 'own', at: bundle }];
  return [{ how: 'overlay', at: '/' }, ...first, ...covers.filter((_, index) => index !== root), ...last];
};

/** Where runtimes look for cgroup v2; with anything else there they use v1. */
const isCgroups = ({ mountPoint, filesystem }: CoveredMount): boolean =>
  mountPoint === '/sys/fs/cgroup' && filesystem === 'cgroup2';

/**
 * The cover a path lies under.
 *
 * @param path resolved, without symbolic links
 */
export const coverOf = (covers: readonly Cover[], path: string): Cover | undefined =>
  covers.filter(({ at }) => isBelow(path, at)).sort((one, other) => other.at.length - one.at.length)[0];

/** The list as the script of the scene reads it: a covering, a tab and a path on each line. Throws for a path it could not tell. */
export const writeCovers = (covers: readonly Cover[]): string => {
  const odd = covers.find(({ at }) => /[\t\n]/.test(at));
  if (odd !== undefined) throw uncoverable(JSON.stringify(odd.at));
  return covers.map(({ how, at }) => `${how}\t${at}\n`).join('');
};

const isBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);

const uncoverable = (at: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `The mount ${at} has a tab or a line break in its name, so it cannot be covered for a rehearsal.`,
    remedy: 'Mount it under another name, or move without a rehearsal.',
  });
