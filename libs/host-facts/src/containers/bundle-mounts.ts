import { relative, resolve } from 'node:path';
import { isBelow, isBind, type SpecMount, specSchema } from './oci-spec.ts';

interface BundlePlaces {
  /** Directory of config.json. */
  bundle: string;
  /** The container's root, wherever it lies. */
  rootfs: string;
}

/** Where a mount takes its files from: a path that is not absolute counts from the bundle (runc 1.1, config.md of the runtime specification). */
export const sourceOf = ({ source = '' }: SpecMount, bundle: string): string => resolve(bundle, source);

/**
 * What a container binds out of its own bundle besides its root: it has to travel with the bundle.
 *
 * @param spec a config.json. Throws when it is none
 * @returns paths below the bundle, none of them below another
 */
export const listBundleMounts = (spec: unknown, { bundle, rootfs }: BundlePlaces): string[] => {
  const sources = (specSchema.parse(spec).mounts ?? []).filter(isBind).map((mount) => sourceOf(mount, bundle));
  const beside = sources.filter((one) => one !== bundle && isBelow(one, bundle) && !isBelow(one, rootfs));
  const names = [...new Set(beside)].map((one) => relative(bundle, one));
  return names.filter((name) => !names.some((other) => other !== name && isBelow(name, other)));
};
