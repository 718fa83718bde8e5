import path from 'node:path';
import { isBelow, isBind, type SpecMount, sourceOf } from '@godwit/host-facts';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The directory in a bundle that holds the container's root, wherever it was before. */
export const rootInBundle = 'rootfs';

interface OldPlace {
  bundle: string;
  rootfs: string;
}

/**
 * What was bound from the bundle is bound from wherever the bundle is then: runtimes take such paths as relative to it. A path that
 * led out of the old bundle would lead somewhere else from the new one.
 */
const moveMount = (mount: unknown, { bundle, rootfs }: OldPlace): unknown => {
  if (!isObject(mount) || typeof mount.source !== 'string' || !isBind(mount as SpecMount)) return mount;
  const source = sourceOf(mount as SpecMount, bundle);
  if (isBelow(source, rootfs)) return { ...mount, source: path.join(rootInBundle, path.relative(rootfs, source)) };
  return { ...mount, source: isBelow(source, bundle) ? path.relative(bundle, source) || '.' : source };
};

/**
 * A container's config.json for a bundle in another place: the root is in the bundle, and the cgroup is named as it really
 * was, because runc would choose one below its own otherwise.
 *
 * @param cgroup path of the cgroup as /proc/PID/cgroup shows it; null when it is not known
 */
export const moveSpec = (spec: Json, { cgroup, ...place }: OldPlace & { cgroup: string | null }): Json => ({
  ...spec,
  root: { ...objectOf(spec.root), path: rootInBundle },
  mounts: listOf(spec.mounts).map((mount) => moveMount(mount, place)),
  ...(cgroup === null ? {} : { linux: { ...objectOf(spec.linux), cgroupsPath: cgroup } }),
});
