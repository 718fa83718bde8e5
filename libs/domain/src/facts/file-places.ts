import { z } from 'zod';

/** A directory that a person or the owner of the host declared to be data of the workload, as it is on the source. */
export const dataDirectorySchema = z.object({
  path: z.string(),
  declaredBy: z.enum(['administrator', 'person']),
  found: z.enum(['directory', 'nothing', 'other']),
  /** Regular files in it, and their bytes. */
  files: z.number().int(),
  bytes: z.number(),
  /** Sockets, pipes and devices in it, which do not travel. */
  others: z.number().int(),
});
export type DataDirectory = z.infer<typeof dataDirectorySchema>;

/** A path as a place for something that is to come: told by the destination. */
export const filePlaceSchema = z.object({
  path: z.string(),
  /** Why the policy of the host does not let it come; null when it may. */
  refused: z.string().nullable(),
  found: z.enum(['nothing', 'empty-directory', 'directory', 'mount-point', 'file', 'other']),
  /** Free on the file system where it would lie, which `device` tells from others. */
  freeBytes: z.number(),
  device: z.string(),
  /** Of the mount it would lie on; null where it cannot be told. */
  mount: z.object({ mountPoint: z.string(), readOnly: z.boolean(), noexec: z.boolean() }).nullable(),
});
export type FilePlace = z.infer<typeof filePlaceSchema>;
