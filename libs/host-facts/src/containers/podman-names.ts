import { z } from 'zod';
import { readTextOrNull } from '../procfs/read-text.ts';

/** Where containers/storage lists podman's containers, by storage driver (containers-storage(5)). */
const lists = ['overlay', 'vfs', 'btrfs'].map(
  (driver) => `/var/lib/containers/storage/${driver}-containers/containers.json`,
);
const listSchema = z.array(z.object({ id: z.string(), names: z.array(z.string()).optional() }));

const parseList = (text: string | null): z.infer<typeof listSchema> => {
  try {
    return text === null ? [] : (listSchema.safeParse(JSON.parse(text)).data ?? []);
  } catch {
    return [];
  }
};

/** Names of root's podman containers by their id. */
export const readPodmanNames = (): Map<string, string> =>
  new Map(
    lists
      .flatMap((file) => parseList(readTextOrNull(file)))
      .map(({ id, names }) => [id, names?.[0] ?? id.slice(0, 12)]),
  );
