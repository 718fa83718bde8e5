import { z } from 'zod';
import { readTextOrNull } from '../procfs/read-text.ts';

const dockerConfigSchema = z.object({ Name: z.string() });
const podmanConfigSchema = z.object({
  annotations: z.record(z.string(), z.string()).optional(),
  hostname: z.string().optional(),
});

const parse = <T>(schema: z.ZodType<T>, text: string | null): T | null => {
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

const dockerName = (id: string): string | undefined =>
  parse(dockerConfigSchema, readTextOrNull(`/var/lib/docker/containers/${id}/config.v2.json`))?.Name.replace(/^\//, '');

const podmanName = (id: string): string | undefined => {
  const path = `/var/lib/containers/storage/overlay-containers/${id}/userdata/config.json`;
  return parse(podmanConfigSchema, readTextOrNull(path))?.annotations?.['io.podman.annotations.container.name'];
};

/** The name a container's runtime keeps for it, which outlives the container; else the short form of its id. */
export const containerName = (runtime: string, id: string): string => {
  if (runtime === 'docker') return dockerName(id) ?? id.slice(0, 12);
  if (runtime === 'podman') return podmanName(id) ?? id.slice(0, 12);
  return id.length > 40 ? id.slice(0, 12) : id;
};
