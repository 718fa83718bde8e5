import { z } from 'zod';
import { stagingWishSchema } from './staging-wish.ts';

/** One path and what becomes of it in a move. */
export const filePlanEntrySchema = z.object({
  path: z.string(),
  /** Why it is in the plan: the tree writes it, it was declared as data, or the destination lacks it. */
  kind: z.enum(['written', 'directory', 'missing']),
  /** `shared`: proved to be the same storage there; `staged`: is copied; `excluded`: stays behind. */
  handling: z.enum(['shared', 'staged', 'excluded']),
  /** Who said so. */
  by: z.string(),
  /** Why, as a sentence. */
  reason: z.string(),
  bytes: z.number(),
  /** What a person still has to agree to before it can be staged: to bring it, or to replace what lies there. */
  needs: z.enum(['approval', 'replacement']).nullable(),
  /** What lies there now is replaced. */
  replace: z.boolean(),
  /** The data directory it lies in, with which it travels. */
  within: z.string().nullable(),
  /** Why it cannot be carried; null when it can. */
  refused: z.string().nullable(),
});
export type FilePlanEntry = z.infer<typeof filePlanEntrySchema>;

/** Every path outside of the images that a move depends on, with what becomes of it. */
export const filePlanSchema = z.object({
  entries: z.array(filePlanEntrySchema),
  /** Of all that is staged. */
  stagedBytes: z.number(),
  /** Directories that were proved to lie on shared storage. */
  sharedDirectories: z.array(z.string()),
  /** What is needed and free on each file system of the destination that something comes to. */
  room: z.array(z.object({ path: z.string(), neededBytes: z.number(), freeBytes: z.number() })),
  wish: stagingWishSchema,
});
export type FilePlan = z.infer<typeof filePlanSchema>;

/** Who declared a directory in the definition of its workload. */
export const sourceOwner = 'the owner of the source';

/** What is copied by itself: not what travels with its directory, nor what somebody still has to agree to. */
export const stagedRoots = ({ entries }: Pick<FilePlan, 'entries'>): FilePlanEntry[] =>
  entries.filter(
    ({ handling, needs, within, refused }) =>
      handling === 'staged' && needs === null && within === null && refused === null,
  );
