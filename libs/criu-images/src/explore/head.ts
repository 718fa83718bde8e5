import { imageKinds } from '../decode/registry.ts';
import type { objectIds } from '../messages/inventory.ts';
import type { Decoded } from '../messages/message.ts';
import type { CheckpointHead } from './checkpoint.ts';
import { type ImageReading, readEntries, readNeeded } from './image-reading.ts';
import { machines, nameOf } from './numbered-names.ts';

type ObjectIds = Decoded<typeof objectIds>;

const modules = ['none', 'SELinux', 'AppArmor'] as const;
/** Order of CRIU's own enum (CRIU 4.2, criu/include/cr_options.h). */
const locks = ['iptables', 'nftables', 'skip'] as const;

const namespaceNames = {
  pidNs: 'pid',
  netNs: 'net',
  ipcNs: 'ipc',
  utsNs: 'uts',
  mntNs: 'mnt',
  userNs: 'user',
  cgroupNs: 'cgroup',
  timeNs: 'time',
} as const;
type NamespaceField = keyof typeof namespaceNames;

/** Namespaces in which the tree differs from the criu that dumped it. */
const ownNamespaces = (criu: ObjectIds | undefined, root: ObjectIds | undefined): string[] =>
  (Object.keys(namespaceNames) as NamespaceField[])
    .filter((field) => criu?.[field] !== undefined && root?.[field] !== undefined && criu[field] !== root[field])
    .map((field) => namespaceNames[field]);

/** What the inventory says; null when there is none, which means that the dump was not finished. */
export const loadHead = (reading: ImageReading): CheckpointHead | null => {
  const [inventory] = readNeeded(reading, imageKinds.inventory, 'inventory.img');
  if (inventory === undefined) return null;
  const rootPid = readEntries(reading, imageKinds.pstree, 'pstree.img')[0]?.pid ?? 0;
  const core = readEntries(reading, imageKinds.core, `core-${rootPid}.img`)[0];
  const ids = core?.ids ?? readEntries(reading, imageKinds.ids, `ids-${rootPid}.img`)[0];
  const clock = readEntries(reading, imageKinds.timens, `timens-0.img`)[0]?.monotonic;
  return {
    imageVersion: inventory.imageVersion,
    criuRunId: inventory.criuRunId || null,
    machine: core === undefined ? 'unknown' : nameOf(machines, core.machine),
    securityModule: modules[inventory.lsm] ?? 'unknown',
    plugins: inventory.plugins?.names ?? [],
    networkLock: locks[inventory.networkLock ?? 0] ?? 'unknown',
    ownNamespaces: ownNamespaces(inventory.rootIds, ids),
    monotonicSeconds: clock === undefined ? null : Number(clock.seconds),
  };
};
