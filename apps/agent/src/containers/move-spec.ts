import path from 'node:path';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The directory in a bundle that holds the container's root, wherever it was before. */
export const rootInBundle = 'rootfs';

/** What was bound from the bundle is bound from wherever the bundle is then: runtimes take such paths as relative to it. */
const moveMount = (mount: unknown, bundle: string): unknown => {
  if (!isObject(mount) || typeof mount.source !== 'string' || !path.isAbsolute(mount.source)) return mount;
  const inside = path.relative(bundle, mount.source);
  return inside.startsWith('..') || path.isAbsolute(inside) ? mount : { ...mount, source: inside || '.' };
};

/**
 * A container's config.json for a bundle in another place: the root is in the bundle, and the cgroup is named as it really
 * was, because runc would choose one below its own otherwise.
 *
 * @param cgroup path of the cgroup as /proc/PID/cgroup shows it; null when it is not known
 */
export const moveSpec = (spec: Json, { bundle, cgroup }: { bundle: string; cgroup: string | null }): Json => ({
  ...spec,
  root: { ...objectOf(spec.root), path: rootInBundle },
  mounts: listOf(spec.mounts).map((mount) => moveMount(mount, bundle)),
  ...(cgroup === null ? {} : { linux: { ...objectOf(spec.linux), cgroupsPath: cgroup } }),
});
