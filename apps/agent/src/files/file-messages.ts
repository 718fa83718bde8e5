import { z } from 'zod';

/** Number of the data frames that carry pieces of staged files; images count from 0. */
export const filesFrameNumber = 65_535;
/** Files are compared, and sent, in blocks of so many bytes. */
export const blockBytes = 128 << 10;
/** Names that Godwit itself makes beside the files of others: areas, and the secrets that prove shared storage. */
export const ownPrefix = '.godwit-';

const count = z.number().int().nonnegative();
const ownershipSchema = z.object({ mode: count.max(0o7777), uid: count, gid: count });
export type Ownership = z.infer<typeof ownershipSchema>;

/** Relative to its root, without `.` and `..`; empty for the root itself. */
const nameSchema = z
  .string()
  .max(4096)
  .regex(/^(?:(?!\.{1,2}(?:\/|$))[^/\0]+(?:\/(?!\.{1,2}(?:\/|$))[^/\0]+)*)?$/);

/** One thing in a tree of files as it is on the source. */
const entrySchema = ownershipSchema.extend({
  root: count,
  name: nameSchema,
  kind: z.enum(['file', 'directory', 'symlink']),
  size: count,
  /** Of a file: SHA-256 over the SHA-256 of its blocks, hexadecimal. */
  digest: z.string().max(64),
  /** Microseconds, which is as fine as Node sets times. */
  mtimeUs: z.number().int(),
  /** Of a symbolic link. */
  target: z.string().max(4096).optional(),
  /** Extended attributes by name, in base64; left out where they could not be read. */
  attributes: z.record(z.string(), z.string()).optional(),
});
export type FileEntry = z.infer<typeof entrySchema>;

/** From the source. A file: `files-open`, its changed blocks, `files-entry`. Directories come before what is in them. */
export const fileMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('files-begin'), frozen: z.boolean() }),
  ownershipSchema.extend({ type: z.literal('files-parent'), path: z.string().startsWith('/') }),
  z.object({ type: z.literal('files-open'), root: count, name: nameSchema }),
  z.object({ type: z.literal('files-at'), offset: count }),
  entrySchema.extend({ type: z.literal('files-entry') }),
  z.object({ type: z.literal('files-end'), frozen: z.boolean() }),
]);
export type FileMessage = z.infer<typeof fileMessageSchema>;

/** From the destination: everything of the round is on its disk, compared, and where the round says so in place. */
export interface FilesTaken {
  type: 'files-taken';
  frozen: boolean;
}
