import { z } from 'zod';

const n = z.number();

/** What a directory of images tells about its restore beyond the tree itself. */
export const checkpointFactsSchema = z.object({
  /** Images that are missing, cut off, damaged or foreign, each with what was seen. */
  problems: z.array(z.object({ image: z.string(), message: z.string() })),
  /** Without the inventory the dump was not finished. */
  finished: z.boolean(),
  imageVersion: n.nullable(),
  plugins: z.array(z.string()),
  /** Kinds of namespace that the tree has for itself. */
  ownNamespaces: z.array(z.string()),
  /** Bytes of memory that are in an earlier dump of a chain, and that only a lazy-pages server has. */
  parentBytes: n,
  lazyBytes: n,
  /** Whether the link `parent` to the earlier dump leads somewhere; null when it was not looked for. */
  parentThere: z.boolean().nullable(),
  /** Options of the dump that left a trace, and what they make necessary at restore. */
  options: z.array(z.object({ option: z.string(), because: z.string(), atRestore: z.string().nullable() })),
  networkLock: z.string(),
  /** What images do not say of a file, by path: then the destination's own is taken. */
  loose: z.record(z.string(), z.array(z.enum(['size', 'mode', 'device']))),
});
export type CheckpointFacts = z.infer<typeof checkpointFactsSchema>;
