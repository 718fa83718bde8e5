import { parseCgroup } from '../procfs/parse-cgroup.ts';
import { type Mount, parseMountinfo } from '../procfs/parse-mountinfo.ts';
import { readText, readTextOrNull } from '../procfs/read-text.ts';
import type { HostValue } from './host-value.ts';

/** The group's directory and those above it, up to the mount point. */
const upwards = (mountPoint: string, path: string): string[] => {
  const parts = path.split('/').filter(Boolean);
  return parts.map((_, index) => [mountPoint, ...parts.slice(0, parts.length - index)].join('/'));
};

const amount = (path: string): number | null => {
  const text = readTextOrNull(path)?.trim();
  return text === undefined || text === 'max' || text === '' ? null : Number(text);
};

/** What one group still grants; v1 writes "no limit" as a number beyond any memory. */
const leftIn = (directory: string, limit: string, current: string): number | null => {
  const [most, used] = [amount(`${directory}/${limit}`), amount(`${directory}/${current}`)];
  return most === null || used === null || most > 2 ** 60 ? null : Math.max(0, most - used);
};

const least = (values: (number | null)[]): number | null =>
  values.reduce((best, value) => (value === null ? best : Math.min(value, best ?? value)), null);

const groupOf = (name: string, mounts: readonly Mount[], cgroupText: string): string[] => {
  const entries = parseCgroup(cgroupText);
  const own = entries.find(({ controllers }) => controllers.split(',').includes(name));
  const v1 = mounts.find((mount) => mount.filesystem === 'cgroup' && controllersOf(mount).includes(name));
  if (own !== undefined && v1 !== undefined) return upwards(v1.mountPoint, own.path);
  const v2 = mounts.find((mount) => mount.filesystem === 'cgroup2');
  const unified = entries.find(({ controllers }) => controllers === '');
  return v2 === undefined || unified === undefined ? [] : upwards(v2.mountPoint, unified.path);
};

const controllersOf = ({ mountPoint }: Mount): string[] => (mountPoint.split('/').at(-1) ?? '').split(',');

/** The tightest limits of memory and tasks between this process's group and the root of its hierarchy. */
export const readCgroupLimits = (): HostValue<'cgroupLimits'> => {
  const mounts = parseMountinfo(readText('/proc/self/mountinfo'));
  const text = readText('/proc/self/cgroup');
  const memory = groupOf('memory', mounts, text).flatMap((directory) => [
    leftIn(directory, 'memory.max', 'memory.current'),
    leftIn(directory, 'memory.limit_in_bytes', 'memory.usage_in_bytes'),
  ]);
  const pids = groupOf('pids', mounts, text).map((directory) => leftIn(directory, 'pids.max', 'pids.current'));
  return { memoryLeftBytes: least(memory), pidsLeft: least(pids) };
};

type Hierarchy = HostValue<'cgroupControllers'>[number];

/** The mounted hierarchies with their controllers. */
export const readCgroupControllers = (): Hierarchy[] =>
  parseMountinfo(readText('/proc/self/mountinfo')).flatMap((mount): Hierarchy[] => {
    if (mount.filesystem === 'cgroup') return [{ version: 'v1', controllers: controllersOf(mount) }];
    if (mount.filesystem !== 'cgroup2') return [];
    const names = readTextOrNull(`${mount.mountPoint}/cgroup.controllers`)?.trim().split(' ').filter(Boolean);
    return [{ version: 'v2', controllers: names ?? [] }];
  });
