import { existsSync, readdirSync } from 'node:fs';
import type { HostFacts } from '@godwit/domain/facts';
import { type Mount, parseMountinfo } from '../procfs/parse-mountinfo.ts';
import { readText } from '../procfs/read-text.ts';

type CgroupSupport = Extract<HostFacts['cgroup'], { known: true }>['value'];

const hasFreezeFile = (mountPoint: string): boolean => {
  if (existsSync(`${mountPoint}/cgroup.freeze`)) return true;
  const children = readdirSync(mountPoint, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return children.some((entry) => existsSync(`${mountPoint}/${entry.name}/cgroup.freeze`));
};

const versionOf = (v1: boolean, v2: boolean): CgroupSupport['version'] => {
  if (v1 && v2) return 'hybrid';
  if (v2) return 'v2';
  return v1 ? 'v1' : 'none';
};

/** Which cgroup hierarchies are mounted. The root of v2 has no freezer file of its own (since Linux 5.2 all others do). */
export const cgroupSupport = (mounts: readonly Mount[], kernelRelease: string): CgroupSupport => {
  const v1 = mounts.filter((mount) => mount.filesystem === 'cgroup');
  const v2 = mounts.filter((mount) => mount.filesystem === 'cgroup2');
  const [major = 0, minor = 0] = kernelRelease.split('.').map(Number);
  const modern = major > 5 || (major === 5 && minor >= 2);
  const freezerV2 = v2.some((mount) => hasFreezeFile(mount.mountPoint)) || (v2.length > 0 && modern);
  const freezerV1 = v1.some((mount) => mount.mountPoint.split('/').at(-1)?.split(',').includes('freezer'));
  return { version: versionOf(v1.length > 0, v2.length > 0), freezer: freezerV1 || freezerV2 };
};

/** The cgroup hierarchies of this process's mounts. */
export const readCgroupSupport = (): CgroupSupport =>
  cgroupSupport(parseMountinfo(readText('/proc/self/mountinfo')), readText('/proc/sys/kernel/osrelease'));
