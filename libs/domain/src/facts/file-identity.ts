import { z } from 'zod';
import { factSchema } from './fact.ts';

/**
 * What a path or an open file really is.
 * `state`: does the path still lead to this inode? `linked` yes; `deleted` the name is gone; `replaced` the name leads to
 * another inode now while this one still has a link somewhere; `unreachable` the path cannot be looked up from the task's root.
 */
export const fileIdentitySchema = z.object({
  path: z.string(),
  kind: z.enum(['regular', 'directory', 'character-device', 'block-device', 'fifo', 'socket', 'symlink', 'other']),
  /** Device numbers here and in mappings are decimal `major:minor`, as in mountinfo. */
  dev: z.string(),
  ino: z.string(),
  mode: z.number().int(),
  sizeBytes: z.number(),
  allocatedBytes: z.number(),
  nlink: z.number().int(),
  rdev: z.string(),
  uid: z.number().int(),
  gid: z.number().int(),
  mtimeMs: z.number(),
  state: z.enum(['linked', 'deleted', 'replaced', 'unreachable']),
  filesystem: z.string().optional(),
  /** Size of a block as stat(2) tells it: for memory in huge pages the size of a page. Absent when not read. */
  blockBytes: z.number().optional(),
  /** Left-over temporary links of CRIU (link_remap.N) in the directory of a file that lost its name; absent when not read. */
  leftLinks: z.array(z.string()).optional(),
  /** Those of them that are links to this very file; absent when that was not read. */
  ownLeftLinks: z.array(z.string()).optional(),
});
export type FileIdentity = z.infer<typeof fileIdentitySchema>;

export const fileRoles = ['executable', 'library', 'mapped', 'open', 'cwd', 'root', 'script'] as const;

/** A file the tree depends on, gathered once per path, with what the destination must match. */
export const dependedFileSchema = z.object({
  path: z.string(),
  roles: z.array(z.enum(fileRoles)),
  pids: z.array(z.number().int()),
  identity: fileIdentitySchema,
  /** Some task of the tree has it open for writing. */
  openForWriting: z.boolean(),
  /** GNU build-id of an ELF file in hex; null when it is ELF without one or no ELF. */
  buildId: factSchema(z.string().nullable()),
  /** SHA-256 of the content in hex; of a file somebody writes as it was at that moment, and only of a small one. */
  sha256: factSchema(z.string()),
  /** It lies in the root of a container that is moved with all its files. */
  travels: z.boolean().optional(),
});
export type DependedFile = z.infer<typeof dependedFileSchema>;

/** What an inotify or fanotify descriptor watches, one entry per watch (proc_pid_fdinfo(5)). */
export const watchSchema = z.object({
  kind: z.enum(['inode', 'mount', 'filesystem']),
  /** Device of the file system, `major:minor`; for a mount its id. */
  dev: z.string(),
  ino: z.string(),
  /** Whether the kernel opens the watched inode by its handle, as CRIU will ask it to; absent when it was not tried. */
  openable: z.boolean().optional(),
  /** Path of the watched inode as the kernel prints it; absent when it was not opened. */
  path: z.string().optional(),
});
export type Watch = z.infer<typeof watchSchema>;
