import type { HostFacts } from '@godwit/domain/facts';
import { attempt, readText } from '../procfs/read-text.ts';
import { readCgroupControllers, readCgroupLimits } from './read-cgroup-limits.ts';
import { readClocks } from './read-clocks.ts';
import { readInterfaces, readIpv6, readLoopback, readTerminals } from './read-devices.ts';
import { parseCommitLeft, readHugepages } from './read-hugepages.ts';
import { readKernelConfig } from './read-kernel-config.ts';
import { readOwnLimits, readOwnRights } from './read-own-limits.ts';
import { readFilesystems, readModules, readSecurity } from './read-security.ts';
import { readSysctls } from './read-sysctls.ts';

type Details = Pick<
  HostFacts,
  | 'kernelConfig'
  | 'sysctls'
  | 'ownLimits'
  | 'ownRights'
  | 'hugepages'
  | 'commitLeftBytes'
  | 'cgroupLimits'
  | 'cgroupControllers'
  | 'security'
  | 'modules'
  | 'filesystems'
  | 'clocks'
  | 'interfaces'
  | 'ipv6'
  | 'terminals'
  | 'loopback'
>;

/** What a restore may run into beyond the first facts of a host. Each that cannot be read is unknown with its reason. */
export const readDetails = (): Details => ({
  kernelConfig: attempt('The kernel configuration', readKernelConfig),
  sysctls: readSysctls(),
  ownLimits: attempt('/proc/self/limits', readOwnLimits),
  ownRights: attempt('/proc/self/status', readOwnRights),
  hugepages: attempt('The pools of huge pages', readHugepages),
  commitLeftBytes: attempt('/proc/meminfo', () => parseCommitLeft(readText('/proc/meminfo'))),
  cgroupLimits: attempt('The limits of the control group', readCgroupLimits),
  cgroupControllers: attempt('/proc/self/mountinfo', readCgroupControllers),
  security: attempt('The security modules', readSecurity),
  modules: attempt('/proc/modules', readModules),
  filesystems: attempt('/proc/filesystems', readFilesystems),
  clocks: attempt('The clocks', readClocks),
  interfaces: attempt('/proc/self/net/dev', readInterfaces),
  ipv6: attempt('/proc/self/net', readIpv6),
  terminals: attempt('The terminals', readTerminals),
  loopback: attempt('The loopback device', readLoopback),
});
