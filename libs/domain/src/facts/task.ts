import { z } from 'zod';
import { factSchema, hexSchema } from './fact.ts';
import { fileIdentitySchema, watchSchema } from './file-identity.ts';
import { mappingDetailsShape, taskDetailsShape, threadDetailsShape } from './task-details.ts';

const id = z.number().int();

export const threadSchema = z.object({
  tid: id,
  /** One letter as in /proc/PID/stat field 3. */
  state: z.string(),
  startTimeTicks: z.number(),
  tracerPid: id,
  nsTids: z.array(id),
  schedulingPolicy: id.optional(),
  nice: id.optional(),
  allowedCpus: z.string().optional(),
  ...threadDetailsShape,
});
export type Thread = z.infer<typeof threadSchema>;

export const lockSchema = z.object({
  kind: z.enum(['posix', 'flock', 'ofd', 'lease', 'other']),
  access: z.string(),
  /** The line as the kernel printed it (fdinfo or /proc/locks). */
  line: z.string(),
});

export const fdSchema = z.object({
  fd: id,
  link: z.string(),
  kind: z.enum(['file', 'pipe', 'socket', 'anon-inode', 'memfd', 'other']),
  /** For anonymous inodes the name without `anon_inode:` and brackets, for example `io_uring`. */
  anonInode: z.string().optional(),
  /** open(2) flags, decoded from the octal number in fdinfo. */
  flags: z.number().int(),
  position: z.number(),
  mountId: id,
  /** Inode number of the open file, pipe or socket. */
  inode: z.string(),
  identity: fileIdentitySchema.optional(),
  locks: z.array(lockSchema),
  /** Further fdinfo lines of this inode kind (tfd:, inotify, tty-index:, Pid: ...), as printed. */
  details: z.array(z.string()),
  /** Whether the mount it was opened on is among those its task sees; absent when that was not read. */
  mountSeen: z.boolean().optional(),
  /** Of an inotify or fanotify descriptor; absent when they were not read. */
  watches: z.array(watchSchema).optional(),
  /** Numbers an epoll waits for whose open file its process has closed, while others keep it; absent when not asked. */
  escapedTargets: z.array(id).optional(),
  /** Bytes of events that wait in a notification queue (FIONREAD); absent when that was not asked. */
  unreadBytes: z.number().optional(),
});
export type OpenFd = z.infer<typeof fdSchema>;

export const mappingSchema = z.object({
  /** Hexadecimal without 0x: 64-bit addresses do not fit a JavaScript number. */
  start: hexSchema,
  end: hexSchema,
  sizeBytes: z.number(),
  permissions: z.string(),
  offset: z.string(),
  dev: z.string(),
  inode: z.string(),
  path: z.string(),
  deleted: z.boolean(),
  vmFlags: z.array(z.string()),
  rssBytes: z.number(),
  privateDirtyBytes: z.number(),
  identity: fileIdentitySchema.optional(),
  ...mappingDetailsShape,
});
export type Mapping = z.infer<typeof mappingSchema>;

export const taskSchema = z.object({
  pid: id,
  ppid: id,
  pgid: id,
  sid: id,
  /** Ids per pid namespace, outermost first (status NSpid, NSsid, NSpgid). */
  nsPids: z.array(id),
  nsSids: z.array(id),
  nsPgids: z.array(id),
  comm: z.string(),
  commandLine: factSchema(z.array(z.string())),
  state: z.string(),
  startTimeTicks: z.number(),
  ttyNr: id,
  tracerPid: id,
  uids: z.array(id),
  gids: z.array(id),
  capEffective: hexSchema,
  seccompMode: id,
  noNewPrivs: z.boolean(),
  threads: z.array(threadSchema),
  exe: factSchema(fileIdentitySchema),
  cwd: factSchema(fileIdentitySchema),
  root: factSchema(fileIdentitySchema),
  /** cgroup paths as in /proc/PID/cgroup, by controller list ('' is cgroup v2). */
  cgroups: factSchema(z.array(z.object({ controllers: z.string(), path: z.string() }))),
  /** Namespace inode by kind: mnt, pid, net, ipc, uts, user, cgroup, time. */
  namespaces: factSchema(z.record(z.string(), z.string())),
  fds: factSchema(z.array(fdSchema)),
  mappings: factSchema(z.array(mappingSchema)),
  ...taskDetailsShape,
});
export type Task = z.infer<typeof taskSchema>;
