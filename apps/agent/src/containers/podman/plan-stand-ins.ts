import { GodwitError } from '@godwit/domain/errors';
import { z } from 'zod';
import { mostStandIns, standInAt } from './stand-in.ts';

/**
 * Files that podman 4.3 writes for a container below its own folders and binds into it (libpod, makeBindMounts). A restore makes them
 * again; the bytes of the source stand for them.
 */
const madeByPodman = new Set([
  '/etc/hosts',
  '/etc/hostname',
  '/etc/resolv.conf',
  '/etc/passwd',
  '/etc/group',
  '/run/.containerenv',
]);
const sharedMemory = '/dev/shm';

const mountSchema = z.looseObject({ destination: z.string(), source: z.string().optional() });
const specSchema = z.looseObject({ mounts: z.array(mountSchema).nullish() });

interface Wanted {
  kind: 'file' | 'shm';
  /** What podman has there. */
  source: string;
}

/**
 * The config.json of a podman container for a bundle that must do without podman: what podman made for the container is bound from the
 * bundle, in the order of the list.
 *
 * @param id as podman and runc know the container
 * @throws GodwitError `command-refused` for what podman on the destination would take from somewhere else, secrets above all
 */
export const planStandIns = (
  spec: Record<string, unknown>,
  id: string,
): { spec: Record<string, unknown>; wanted: Wanted[] } => {
  const { mounts, ...others } = specSchema.parse(spec);
  const wanted: Wanted[] = [];
  const bound = (mounts ?? []).map((mount) => {
    if (!mount.source?.includes(`/${id}/userdata/`)) return mount;
    const kind = kindOf(mount.destination);
    if (kind === null || wanted.length >= mostStandIns) throw unknown(mount.destination);
    wanted.push({ kind, source: mount.source });
    return { ...mount, source: standInAt(wanted.length - 1) };
  });
  return { spec: { ...others, mounts: bound }, wanted };
};

const kindOf = (destination: string): Wanted['kind'] | null => {
  if (destination === sharedMemory) return 'shm';
  return madeByPodman.has(destination) ? 'file' : null;
};

const unknown = (destination: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `podman itself brings ${destination} into the container, and on the destination takes it from what is there. A rehearsal does without podman, so it would show something else than a move.`,
    remedy: 'The container can be moved without a rehearsal; its preflight says whether that will work.',
  });
