export interface CgroupMembership {
  /** Controller list of the hierarchy; '' is cgroup v2. */
  controllers: string;
  path: string;
}

/** Lines `id:controllers:path` of /proc/PID/cgroup (cgroups(7)). The path may hold colons. */
export const parseCgroup = (text: string): CgroupMembership[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, controllers = '', ...path] = line.split(':');
      return { controllers, path: path.join(':') };
    });

/** The path in the v2 hierarchy, or null when there is none. */
export const cgroup2Path = (groups: readonly CgroupMembership[]): string | null =>
  groups.find((group) => group.controllers === '')?.path ?? null;
