import { z } from 'zod';
import { containerSchema } from './container.ts';
import { factSchema } from './fact.ts';
import { dependedFileSchema } from './file-identity.ts';
import { dataDirectorySchema } from './file-places.ts';
import { inetSocketSchema, otherSocketSchema, unixSocketSchema } from './sockets.ts';
import { taskSchema } from './task.ts';
import { taskSharingShape } from './task-details.ts';
import {
  ipcNamespaceSchema,
  mountNamespaceSchema,
  namespaceDetailsSchema,
  networkNamespaceSchema,
  strayFileSchema,
  treeCgroupsSchema,
} from './tree-namespaces.ts';

const outsideTaskSchema = z.object({
  pid: z.number().int(),
  comm: z.string(),
  commandLine: z.array(z.string()),
  startTimeTicks: z.number(),
  hasTerminal: z.boolean(),
});

/** How a move keeps a supervisor from starting the tree again. */
export const supervisorHoldWays = ['stop-loop', 'stop-supervisord', 'systemd-override'] as const;

/** Somebody who may start the tree again when it dies. */
export const supervisorSchema = z.object({
  kind: z.enum(['systemd', 'container-runtime', 'process-supervisor', 'shell-loop']),
  name: z.string(),
  pid: z.number().int().nullable(),
  evidence: z.string(),
  /** Whether a move can keep it from starting the tree again. Bundles of before 2026-11-23 do not say. */
  hold: z
    .object({
      /** Null: it cannot be held. */
      way: z.enum(supervisorHoldWays).nullable(),
      /** Sentences: what a move does with it, or why it cannot. */
      words: z.string(),
      /** `group:name` of a program of supervisord. */
      program: z.string().optional(),
    })
    .optional(),
});
export type Supervisor = z.infer<typeof supervisorSchema>;

export const mountSchema = z.object({
  mountId: z.number().int(),
  parentId: z.number().int(),
  dev: z.string(),
  root: z.string(),
  mountPoint: z.string(),
  options: z.string(),
  optionalFields: z.array(z.string()),
  filesystem: z.string(),
  source: z.string(),
});

const outsideLockSchema = z.object({
  path: z.string(),
  pid: z.number().int(),
  comm: z.string(),
  how: z.enum(['shares', 'waits']),
  /** As /proc/locks prints it: kind and access. */
  kind: z.string(),
  access: z.string(),
});

const outsidePtySchema = z.object({ index: z.number().int(), pid: z.number().int(), comm: z.string() });

/** Everything read of one process tree at one time. */
export const treeFactsSchema = z.object({
  rootPid: z.number().int(),
  tasks: z.array(taskSchema),
  /** Parents of the root task, nearest first, up to pid 1. */
  ancestors: factSchema(z.array(outsideTaskSchema)),
  supervisors: factSchema(z.array(supervisorSchema)),
  inetSockets: factSchema(z.array(inetSocketSchema)),
  unixSockets: factSchema(z.array(unixSocketSchema)),
  otherSockets: factSchema(z.array(otherSocketSchema)),
  mounts: factSchema(z.array(mountSchema)),
  /** Pipe inodes of the tree that some task outside holds too. */
  outsidePipeHolders: factSchema(z.array(z.object({ inode: z.string(), pid: z.number().int(), comm: z.string() }))),
  /** Processes whose descriptors could not be read when holders of pipes, terminals and locks were looked for. */
  unreadHolders: z.array(z.number().int()).optional(),
  /** Locks on files the tree has locked too: held through the same open file by a task outside, or waited for by one. */
  outsideLocks: factSchema(z.array(outsideLockSchema)).optional(),
  /** Pseudo terminals by number: which ones exist, and which ones of the tree a task outside has open too. */
  ptys: factSchema(z.object({ inUse: z.array(z.number().int()), heldOutside: z.array(outsidePtySchema) })).optional(),
  files: factSchema(z.array(dependedFileSchema)),
  /** Directories declared to be data of the workload. Absent when nobody asked about any. */
  dataDirectories: factSchema(z.array(dataDirectorySchema)).optional(),
  /** Pages CRIU would have to write: private dirty and shared anonymous memory. */
  dumpedMemoryBytes: factSchema(z.number()),
  /** True when tasks came, went or changed identity between the first and the last look. */
  changedWhileRead: z.boolean(),
  /** Namespaces of the reading process, which CRIU would run in too: kind as in /proc/PID/ns, to inode. */
  collectorNamespaces: factSchema(z.record(z.string(), z.string())).optional(),
  ...taskSharingShape,
  /** Mount namespaces of the tree other than the reader's own. Absent in bundles made before this was read, as all below. */
  mountNamespaces: factSchema(z.array(mountNamespaceSchema)).optional(),
  /** Files the tree uses on mounts that CRIU could not look up. */
  strayFiles: factSchema(z.array(strayFileSchema)).optional(),
  namespaceDetails: factSchema(namespaceDetailsSchema).optional(),
  /** Network namespaces of the tree other than the reader's own. */
  networkNamespaces: factSchema(z.array(networkNamespaceSchema)).optional(),
  ipcNamespaces: factSchema(z.array(ipcNamespaceSchema)).optional(),
  treeCgroups: factSchema(treeCgroupsSchema).optional(),
  /** The container whose first process the root is; null when it is none that its runtime can move. */
  container: factSchema(containerSchema.nullable()).optional(),
  /** Wall time the reading took. */
  durationMs: z.number(),
});
export type TreeFacts = z.infer<typeof treeFactsSchema>;
