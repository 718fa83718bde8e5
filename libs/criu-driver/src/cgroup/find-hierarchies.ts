import { existsSync, readFileSync } from 'node:fs';

/** Where the cgroup hierarchies that can hold or freeze processes are mounted here. */
export interface Hierarchies {
  /** Mount point of cgroup v2; null where only v1 is mounted. */
  unified: string | null;
  /** Mount point of the v1 freezer; null where there is none. */
  freezer: string | null;
}

/** Reads /proc/self/mountinfo (proc_pid_mountinfo(5)): fields before " - ", then type, source and super options. */
export const findHierarchies = (): Hierarchies => {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n').map(parseMount);
  return {
    unified:
      mounts.find((mount) => mount?.type === 'cgroup2' && existsSync(`${mount.point}/cgroup.procs`))?.point ?? null,
    freezer:
      mounts.find((mount) => mount?.type === 'cgroup' && mount.options.includes('freezer') && mount.point)?.point ??
      null,
  };
};

const parseMount = (line: string): { point: string; type: string; options: string[] } | null => {
  const [before, after] = line.split(' - ');
  const point = before?.split(' ')[4];
  const [type, , options] = after?.split(' ') ?? [];
  if (!point || !type) return null;
  return { point: point.replaceAll('\\040', ' '), type, options: options?.split(',') ?? [] };
};
