import { z } from 'zod';
import { factSchema } from './fact.ts';

const id = z.number().int();

/** One mount of a mount namespace that is not the reader's own, with what a dump of the namespace depends on. */
export const namespaceMountSchema = z.object({
  mountId: id,
  parentId: id,
  dev: z.string(),
  root: z.string(),
  mountPoint: z.string(),
  options: z.string(),
  optionalFields: z.array(z.string()),
  filesystem: z.string(),
  source: z.string(),
  superOptions: z.string(),
  /** A path on the reader's host that leads to the same directory or file of the same filesystem; null when none was found. */
  hostPath: z.string().nullable(),
  /** No path of the namespace leads to it: another mount lies over it. */
  covered: z.boolean(),
  /** Other mounts lie below that path on the host. */
  crowded: z.boolean(),
  /** The filesystem is mounted somewhere on the reader's host too. */
  onHost: z.boolean(),
  /** Bytes that lie in a filesystem in memory; null where it was not asked or may not be looked up. */
  usedBytes: z.number().nullable(),
  /** Whether its root directory holds nothing; null where it was not asked or may not be looked up. */
  empty: z.boolean().nullable(),
  /** A file in memory that the user namespace of the tree may not read; null when there is none or nobody looked. */
  unreadable: z.string().nullable(),
});
export type NamespaceMount = z.infer<typeof namespaceMountSchema>;

/** A mount namespace of the tree that is not the reader's own. */
export const mountNamespaceSchema = z.object({
  inode: z.string(),
  /** Tasks of the tree in it, in the order of the tree. */
  pids: z.array(id),
  /** Root directory of the first of them, as seen from the root of the namespace: `/`, or a chroot. */
  rootPath: z.string(),
  mounts: factSchema(z.array(namespaceMountSchema)),
});
export type MountNamespace = z.infer<typeof mountNamespaceSchema>;

/** A file the tree uses on a mount that no mount table CRIU would read lists, or that others cover. */
export const strayFileSchema = z.object({
  pid: id,
  what: z.enum(['descriptor', 'executable', 'working-directory', 'root-directory', 'mapping']),
  fd: id.nullable(),
  path: z.string(),
  mountId: id,
  state: z.enum(['unlisted', 'overmounted']),
  /** `mqueue` when it is a POSIX message queue, `terminal` for a terminal, else empty. */
  kind: z.enum(['', 'mqueue', 'terminal']),
});
export type StrayFile = z.infer<typeof strayFileSchema>;

/** What stands around the namespaces of the root task: who owns them, what their children get, which ids they map. */
export const namespaceDetailsSchema = z.object({
  /** Tasks and threads whose namespaces differ from what the task itself shows: `pid_for_children`, threads on their own. */
  children: z.array(z.object({ pid: id, kind: z.enum(['pid', 'time']), inode: z.string() })),
  threads: z.array(z.object({ pid: id, tid: id, kind: z.string(), inode: z.string() })),
  /** User namespace that owns each namespace of the root task, by kind; null where the kernel did not tell. */
  owners: z.record(z.string(), z.string().nullable()),
  /** Namespaces held by an open descriptor: `net:[4026531840]`. */
  held: z.array(z.object({ pid: id, fd: id, kind: z.string(), inode: z.string() })),
  /** Whether /proc, as the root task sees it, belongs to its pid namespace. */
  ownProc: z.boolean().nullable(),
  /** Offsets of the time namespace of the root task, as printed in timens_offsets; null for that of the host. */
  timeOffsets: z.string().nullable(),
});
export type NamespaceDetails = z.infer<typeof namespaceDetailsSchema>;

export const networkLinkSchema = z.object({
  index: id,
  name: z.string(),
  /** ARPHRD number: 1 Ethernet, 772 loopback, 65534 none ... */
  type: id,
  /** Kind as rtnetlink prints it (veth, bridge, vxlan ...); null for a device without one. */
  kind: z.string().nullable(),
  up: z.boolean(),
  /** Index of the link below or at the other end, and whether that link is in another network namespace. */
  peerIndex: id.nullable(),
  peerElsewhere: z.boolean(),
  /** Where the other end was found on the reader's host: its name, and the bridge it belongs to. */
  peerOnHost: z.object({ name: z.string(), master: z.string().nullable() }).nullable(),
});
export type NetworkLink = z.infer<typeof networkLinkSchema>;

/** A network namespace of the tree that is not the reader's own. */
export const networkNamespaceSchema = z.object({
  inode: z.string(),
  pids: z.array(id),
  /** What keeps it alive without the tree: a bind mount like /run/netns/blue, or a process; null when nothing was found. */
  heldBy: z.string().nullable(),
  links: factSchema(z.array(networkLinkSchema)),
  /** Queueing disciplines that somebody set up, neighbours entered by hand. */
  disciplines: factSchema(z.array(z.object({ link: id, kind: z.string() }))),
  neighbours: factSchema(id),
  /** Whether nftables, the older iptables, or sets of addresses hold anything. */
  nftTables: factSchema(z.array(z.string())),
  legacyTables: factSchema(z.array(z.string())),
  /** Settings that differ from what a new namespace starts with and that CRIU does not carry. */
  settings: factSchema(z.array(z.object({ name: z.string(), value: z.string() }))),
});
export type NetworkNamespace = z.infer<typeof networkNamespaceSchema>;

/** System V objects of one IPC namespace of the tree. */
export const ipcNamespaceSchema = z.object({
  inode: z.string(),
  pids: z.array(id),
  /** The reader's own namespace, in which CRIU would run too. */
  ofReader: z.boolean(),
  objects: factSchema(
    z.array(
      z.object({
        kind: z.enum(['memory', 'semaphores', 'queue']),
        id,
        key: z.string(),
        bytes: z.number(),
        /** Processes the kernel names as creator or last user, as far as it tells. */
        pids: z.array(id),
        hugePages: z.boolean(),
      }),
    ),
  ),
});
export type IpcNamespace = z.infer<typeof ipcNamespaceSchema>;

/** Memberships in cgroups, beyond the first thread of each task. */
export const treeCgroupsSchema = z.object({
  reader: z.array(z.object({ controllers: z.string(), path: z.string() })),
  /** Threads that sit in another cgroup than their process. */
  threads: z.array(z.object({ pid: id, tid: id, controllers: z.string(), path: z.string() })),
  /** Directories of the memberships: whether each is there, and of which type a cgroup v2 directory is. */
  directories: z.array(
    z.object({
      controllers: z.string(),
      path: z.string(),
      there: z.boolean(),
      type: z.string().nullable(),
    }),
  ),
});
export type TreeCgroups = z.infer<typeof treeCgroupsSchema>;
