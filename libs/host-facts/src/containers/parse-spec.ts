import { isAbsolute } from 'node:path';
import type { Container } from '@godwit/domain/facts';
import { z } from 'zod';

const hookSchema = z.array(z.object({ path: z.string() })).nullish();

/** What of an OCI runtime specification (config.json, version 1) matters for a move. */
const specSchema = z.object({
  process: z.object({ terminal: z.boolean().optional() }).nullish(),
  mounts: z
    .array(
      z.object({
        destination: z.string(),
        type: z.string().optional(),
        source: z.string().optional(),
        options: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
  hooks: z.record(z.string(), hookSchema).nullish(),
  linux: z
    .object({ namespaces: z.array(z.object({ type: z.string(), path: z.string().optional() })).nullish() })
    .nullish(),
});

type Spec = z.infer<typeof specSchema>;

const isBind = ({ type, options }: NonNullable<Spec['mounts']>[number]): boolean =>
  type === 'bind' || (options ?? []).some((option) => option === 'bind' || option === 'rbind');

const isBelow = (path: string, directory: string): boolean => path === directory || path.startsWith(`${directory}/`);

/**
 * Reads a container's config.json. What is bound from the bundle itself travels with it and is left out. Throws when it is
 * not an OCI configuration.
 */
export const parseSpec = (
  text: string,
  bundle: string,
): Pick<Container, 'bindMounts' | 'joinedNamespaces' | 'hooks' | 'hasTerminal'> => {
  const spec = specSchema.parse(JSON.parse(text));
  const binds = (spec.mounts ?? []).filter(isBind).map(({ source = '', destination }) => ({ source, destination }));
  return {
    bindMounts: binds.filter(({ source }) => isAbsolute(source) && !isBelow(source, bundle)),
    joinedNamespaces: (spec.linux?.namespaces ?? []).flatMap(({ type, path }) => (path ? [{ type, path }] : [])),
    hooks: Object.values(spec.hooks ?? {}).flatMap((hooks) => (hooks ?? []).map(({ path }) => path)),
    hasTerminal: spec.process?.terminal === true,
  };
};
