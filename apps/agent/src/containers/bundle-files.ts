import { z } from 'zod';
import { mostStandIns, standInSchema } from './podman/stand-in.ts';

/** Names under which a container's files travel among CRIU's images, which have other names. */
export const bundleFiles = {
  /** The root as it was before the freeze. */
  ahead: 'container-root.tar',
  /** What changed since, read while nothing ran. */
  changes: 'container-changes.tar',
  /** What the container binds out of its bundle besides the root, in the same two parts. */
  besideAhead: 'container-beside.tar',
  besideChanges: 'container-beside-changes.tar',
  /** What was removed since, and the container itself. */
  record: 'container-bundle.json',
  /** Of podman: its own two records of the container. */
  podmanConfig: 'container-config.dump',
  podmanSpec: 'container-spec.dump',
  /** Of podman: what the container has in its /dev/shm, which is a file system of podman's and in no image of CRIU. */
  podmanShm: 'container-shm.tar',
} as const;

export const isBundleFile = (name: string): boolean => Object.values(bundleFiles).some((one) => one === name);

export const bundleRecordSchema = z.object({
  format: z.literal('godwit-container'),
  version: z.literal(1),
  runtime: z.literal('runc'),
  id: z.string().regex(/^[A-Za-z0-9_+.-]{1,255}$/),
  /** The container's config.json, with what depended on its old place put right. */
  spec: z.record(z.string(), z.unknown()),
  removed: z.array(z.string()),
  /** What was removed since of what lies beside the root; left out where nothing does. */
  besideRemoved: z.array(z.string()).optional(),
  /** In a rehearsal of podman: what stands in the bundle for the files that podman itself makes for the container. */
  standIns: z.array(standInSchema).max(mostStandIns).optional(),
});
export type BundleRecord = z.infer<typeof bundleRecordSchema>;
