import { cgroups } from '../messages/cgroups.ts';
import { cpuInfo } from '../messages/cpu.ts';
import { inventory, objectIds } from '../messages/inventory.ts';
import { addressSpace, pagemapEntry, pagemapHead } from '../messages/memory.ts';
import { seccompFilters } from '../messages/namespaces.ts';
import { core, processEntry } from '../messages/process.ts';
import { statistics } from '../messages/statistics.ts';
import { imageKind, largeRecord } from './image-kind.ts';

/** Images about processes, their memory and the dump as a whole (magic words: criu/include/magic.h of CRIU 4.2). */
export const processKinds = {
  inventory: imageKind(['INVENTORY', 0x58313116, /^inventory\.img$/], inventory),
  pstree: imageKind(['PSTREE', 0x50273030, /^pstree\.img$/], processEntry),
  core: imageKind(['CORE', 0x55053847, /^core-\d+\.img$/], core),
  ids: imageKind(['IDS', 0x54432030, /^ids-\d+\.img$/], objectIds),
  mm: imageKind(['MM', 0x57492820, /^mm-\d+\.img$/], addressSpace, largeRecord),
  pagemap: imageKind(['PAGEMAP', 0x56084025, /^pagemap-(shmem-)?\d+\.img$/], pagemapEntry, { head: pagemapHead }),
  cgroup: imageKind(['CGROUP', 0x59383330, /^cgroup\.img$/], cgroups, largeRecord),
  seccomp: imageKind(['SECCOMP', 0x64413049, /^seccomp\.img$/], seccompFilters, largeRecord),
  cpuinfo: imageKind(['CPUINFO', 0x61404013, /^cpuinfo\.img$/], cpuInfo),
  stats: imageKind(['STATS', 0x57093306, /^stats-(dump|restore)$/], statistics),
} as const;
