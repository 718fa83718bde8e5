import { z } from 'zod';

/** What lies in the bundle of a rehearsal where podman has something of its own. */
export const standInSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), mode: z.number().int().min(0).max(0o777), base64: z.string() }),
  /** The container's /dev/shm; what is in it travels beside this, as in a move. */
  z.object({ kind: z.literal('shm') }),
]);
export type StandIn = z.infer<typeof standInSchema>;

export const mostStandIns = 20;

/** Where one of them lies, below the bundle. */
export const standInAt = (index: number): string => `stand-ins/${index}`;
