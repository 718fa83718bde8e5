import type { Container } from '@godwit/domain/facts';
import { sourceOf } from './bundle-mounts.ts';
import { isBelow, isBind, specSchema } from './oci-spec.ts';

/**
 * Reads a container's config.json. What is bound from the bundle itself travels with it and is left out. Throws when it is
 * not an OCI configuration.
 */
export const parseSpec = (
  text: string,
  bundle: string,
): Pick<Container, 'bindMounts' | 'joinedNamespaces' | 'hooks' | 'hasTerminal'> => {
  const spec = specSchema.parse(JSON.parse(text));
  const binds = (spec.mounts ?? []).filter(isBind).map((mount) => ({
    source: sourceOf(mount, bundle),
    destination: mount.destination,
  }));
  return {
    bindMounts: binds.filter(({ source }) => !isBelow(source, bundle)),
    joinedNamespaces: (spec.linux?.namespaces ?? []).flatMap(({ type, path }) => (path ? [{ type, path }] : [])),
    hooks: Object.values(spec.hooks ?? {}).flatMap((hooks) => (hooks ?? []).map(({ path }) => path)),
    hasTerminal: spec.process?.terminal === true,
  };
};
