import { dirname, join, normalize } from 'node:path';
import type { Fact, Task } from '@godwit/domain/facts';
import { attempt, readText, readTextOrNull } from '../procfs/read-text.ts';

/** Where a cgroup hierarchy is mounted here, and which of its directories is shown there. */
interface Hierarchy {
  mountPoint: string;
  root: string;
  version: 'v1' | 'v2';
}

/** The hierarchies that can freeze: cgroup v2, and the freezer of cgroup v1, out of mountinfo. */
export const findFreezers = (mountinfo: string): Hierarchy[] =>
  mountinfo.split('\n').flatMap((line): Hierarchy[] => {
    const [mount = '', source = ''] = line.split(' - ');
    const [, , , root = '', mountPoint = ''] = mount.split(' ');
    const [filesystem, , options = ''] = source.split(' ');
    if (filesystem === 'cgroup2') return [{ mountPoint, root, version: 'v2' }];
    const freezer = filesystem === 'cgroup' && options.split(',').includes('freezer');
    return freezer ? [{ mountPoint, root, version: 'v1' }] : [];
  });

/** Whether one cgroup directory itself, not one above, was told to freeze. */
const isFrozen = (directory: string, version: Hierarchy['version']): boolean =>
  version === 'v2'
    ? readTextOrNull(join(directory, 'cgroup.freeze'))?.trim() === '1'
    : readTextOrNull(join(directory, 'freezer.self_freezing'))?.trim() === '1';

const frozenAbove = (directory: string, { mountPoint, version }: Hierarchy): string | null => {
  for (let at = directory; at.length > mountPoint.length; at = dirname(at)) if (isFrozen(at, version)) return at;
  return null;
};

const directoryOf = (path: string, { root, mountPoint }: Hierarchy): string | null => {
  const below = root === '/' ? path : path.startsWith(root) ? path.slice(root.length) : null;
  return below === null ? null : normalize(join(mountPoint, below)).replace(/\/$/, '');
};

/** Finds the frozen cgroup of tasks; each directory is looked at once. */
export class FrozenCgroups {
  readonly #freezers: Fact<Hierarchy[]>;
  readonly #seen = new Map<string, string | null>();

  constructor() {
    this.#freezers = attempt('/proc/self/mountinfo', () => findFreezers(readText('/proc/self/mountinfo')));
  }

  /** The directory that freezes a task, or null when none does. */
  of(cgroups: Task['cgroups']): Fact<string | null> {
    const freezers = this.#freezers;
    if (!cgroups.known) return cgroups;
    if (!freezers.known) return freezers;
    return attempt('The cgroup freezer', () => this.#find(cgroups.value, freezers.value));
  }

  #find(cgroups: { controllers: string; path: string }[], freezers: Hierarchy[]): string | null {
    for (const { controllers, path } of cgroups) {
      const version = controllers === '' ? 'v2' : 'v1';
      if (version === 'v1' && !controllers.split(',').includes('freezer')) continue;
      const hierarchy = freezers.find((found) => found.version === version && directoryOf(path, found) !== null);
      const directory = hierarchy === undefined ? null : directoryOf(path, hierarchy);
      const frozen = hierarchy === undefined || directory === null ? null : this.#look(directory, hierarchy);
      if (frozen !== null) return frozen;
    }
    return null;
  }

  #look(directory: string, hierarchy: Hierarchy): string | null {
    const seen = this.#seen.get(directory);
    if (seen !== undefined) return seen;
    const frozen = frozenAbove(directory, hierarchy);
    this.#seen.set(directory, frozen);
    return frozen;
  }
}
