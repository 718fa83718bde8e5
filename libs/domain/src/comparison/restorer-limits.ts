import type { Mapping, OpenFd, Task } from '../facts/index.ts';
import { capabilities, hasCapability } from '../rules/capabilities.ts';
import type { FindingKind, Reported } from '../rules/rule.ts';
import { knownValue, numberOf } from './needed-fact.ts';
import type { Restorer } from './restorer.ts';

export type LimitsKind = 'descriptor-number' | 'too-many-mappings' | 'address-space' | 'locked-memory' | 'low-address';

const mapError = "Can't restore 0x[0-9a-f]+ mapping|Cannot allocate memory|Can't mmap|Unable to reserve memory";

/** Limits a restorer may run into, told of the place where it restores ("here", "on the destination"). */
export const limitsFindings = (where: string): Record<LimitsKind, FindingKind> => ({
  'descriptor-number': {
    severity: 'blocker',
    message: `Process {pid} has the descriptor {fd}, and CRIU ${where} may use {limit} descriptors: it needs some above the highest for itself.`,
    noticed: 'restore',
    criuError: "Can't chose service_fd_base|Too big FD number to restore",
    remedies: [{ text: 'Start CRIU with a higher limit of open files: ulimit -n {needed}, or with CAP_SYS_RESOURCE.' }],
  },
  'too-many-mappings': {
    severity: 'blocker',
    message: `Process {pid} has {count} mappings, and the kernel ${where} allows {limit} (vm.max_map_count).`,
    noticed: 'restore',
    criuError: mapError,
    remedies: [{ text: 'Raise the limit: sysctl vm.max_map_count={needed}.' }],
  },
  'address-space': {
    severity: 'blocker',
    message: `Process {pid} maps {needed} bytes, and CRIU ${where} has a limit of {limit} for its address space.`,
    noticed: 'restore',
    criuError: mapError,
    remedies: [{ text: 'Start CRIU without that limit: ulimit -v unlimited.' }],
  },
  'locked-memory': {
    severity: 'blocker',
    message: `Process {pid} has {needed} bytes locked in memory, and CRIU ${where} may lock {limit} and has no CAP_IPC_LOCK.`,
    noticed: 'restore',
    criuError: mapError,
    remedies: [{ text: 'Run CRIU with CAP_IPC_LOCK, or raise its limit: ulimit -l unlimited.' }],
  },
  'low-address': {
    severity: 'blocker',
    message: `Process {pid} maps memory at {address}, and the kernel ${where} allows none below {limit} (vm.mmap_min_addr).`,
    noticed: 'restore',
    criuError: mapError,
    remedies: [{ text: 'Lower the limit: sysctl vm.mmap_min_addr={address}.' }],
  },
});

interface Tree {
  tasks: Task[];
  fds: (OpenFd & { pid: number })[];
  mappings: (Mapping & { pid: number })[];
}

type Group = { pid: number; mappings: Mapping[] };

/** Every limit of the restorer that this tree exceeds; each is judged for the worst process. */
export const judgeLimits = ({ fds, mappings }: Tree, restorer: Restorer): Reported<LimitsKind>[] => {
  const byPid = new Map<number, Mapping[]>();
  for (const mapping of mappings) {
    const own = byPid.get(mapping.pid);
    if (own === undefined) byPid.set(mapping.pid, [mapping]);
    else own.push(mapping);
  }
  const groups = [...byPid].map(([pid, own]) => ({ pid, mappings: own }));
  return [
    ...judgeDescriptors(fds, restorer),
    ...groups.flatMap((group) =>
      [judgeCount, judgeAddressSpace, judgeLocked, judgeLow].flatMap((look) => look(group, restorer) ?? []),
    ),
  ];
};

const report = (kind: LimitsKind, pid: number, evidence: Record<string, string>): Reported<LimitsKind> => ({
  kind,
  subject: { kind: 'process', pid },
  evidence: { pid: String(pid), ...evidence },
});

const may = ({ privileges }: Restorer, capability: number): boolean =>
  hasCapability(privileges.capEffective, capability);

/** Descriptors CRIU keeps above the highest of a task, and the step its limit is rounded to (CRIU 4.2, servicefd.c). */
const serviceDescriptors = 32;
const roundedTo = 128;

const judgeDescriptors = (fds: Tree['fds'], restorer: Restorer): Reported<LimitsKind>[] => {
  const own = knownValue(restorer.details.ownLimits)?.nofile?.soft;
  // With CAP_SYS_RESOURCE CRIU raises its limit to what the kernel allows at all.
  const limit = may(restorer, capabilities.sysResource) ? restorer.limits.nrOpen : own;
  const highest = fds.reduce<Tree['fds'][number] | undefined>(
    (best, one) => (best === undefined || one.fd > best.fd ? one : best),
    undefined,
  );
  if (limit === undefined || limit === null || highest === undefined) return [];
  const needed = highest.fd + serviceDescriptors;
  if (limit - (limit % roundedTo) >= needed) return [];
  return [
    report('descriptor-number', highest.pid, {
      fd: String(highest.fd),
      limit: String(limit),
      needed: String(needed + roundedTo),
    }),
  ];
};

const judgeCount = ({ pid, mappings }: Group, { limits }: Restorer): Reported<LimitsKind> | null =>
  mappings.length <= limits.maxMapCount
    ? null
    : report('too-many-mappings', pid, {
        count: String(mappings.length),
        limit: String(limits.maxMapCount),
        needed: String(mappings.length + 64),
      });

const judgeAddressSpace = ({ pid, mappings }: Group, restorer: Restorer): Reported<LimitsKind> | null => {
  const limit = knownValue(restorer.details.ownLimits)?.as?.soft ?? null;
  const needed = mappings.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return limit === null || needed <= limit
    ? null
    : report('address-space', pid, { needed: String(needed), limit: String(limit) });
};

const judgeLocked = ({ pid, mappings }: Group, restorer: Restorer): Reported<LimitsKind> | null => {
  const limit = knownValue(restorer.details.ownLimits)?.memlock?.soft ?? null;
  const needed = mappings
    .filter(({ vmFlags }) => vmFlags.includes('lo'))
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return limit === null || needed <= limit || may(restorer, capabilities.ipcLock)
    ? null
    : report('locked-memory', pid, { needed: String(needed), limit: String(limit) });
};

const judgeLow = ({ pid, mappings }: Group, restorer: Restorer): Reported<LimitsKind> | null => {
  const limit = numberOf(restorer.details.sysctls, 'vm.mmap_min_addr');
  if (limit === undefined || may(restorer, capabilities.sysRawIo)) return null;
  const lowest = mappings.find(({ start }) => BigInt(`0x${start}`) < BigInt(limit));
  return lowest === undefined
    ? null
    : report('low-address', pid, { address: String(BigInt(`0x${lowest.start}`)), limit: String(limit) });
};
