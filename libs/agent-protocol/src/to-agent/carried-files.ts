import { z } from 'zod';

/** An absolute path without `.`, `..`, doubled or trailing slashes: what is compared with a policy must be what is opened. */
export const plainPathSchema = z
  .string()
  .max(4096)
  .regex(/^(?:\/(?!\.{1,2}(?:\/|$))[^/\0]+)+$/);

/**
 * Why a path travels. `written`: the tree has the file open for writing; `directory`: declared as the workload's data, with all
 * that is in it; `missing`: the tree needs it and the destination lacks it, which a person approved.
 */
export const carriedKinds = ['written', 'directory', 'missing'] as const;

/** What travels with a workload besides its images. Each agent holds every path against its own policy. */
export const carriedFilesSchema = z.object({
  staged: z
    .array(
      z.object({
        path: plainPathSchema,
        kind: z.enum(carriedKinds),
        /** A person agreed that what lies there now is replaced. */
        replace: z.boolean(),
        bytes: z.number().nonnegative(),
        /** Below a directory: paths that stay behind. */
        exclude: z.array(plainPathSchema).max(500).default([]),
        /** The owner of the source declared it in the definition of the workload, which moves along. */
        lasting: z.boolean().optional(),
      }),
    )
    .max(2000),
  /** Directories on storage that was proved shared: what the tree writes there stays where it is. */
  sharedDirectories: z.array(plainPathSchema.or(z.literal('/'))).max(2000),
});
export type CarriedFiles = z.infer<typeof carriedFilesSchema>;
