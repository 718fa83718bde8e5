import type { ErrorReport } from '@godwit/domain/errors';
import { z } from 'zod';
import type { FilesTaken } from '../files/file-messages.ts';

/** One file of the images as it was sent. */
export interface SentFile {
  name: string;
  length: number;
}

/** One file of the images as it must lie on the destination's disk. */
export interface HashedFile extends SentFile {
  sha256: string;
}

/** A task of the source as it was while it stood still. */
export interface FrozenTask {
  pid: number;
  ppid: number;
  comm: string;
  commandLine: string;
  exe: string;
  cwd: string;
  threads: number;
  fds: number;
  uid: number;
  /** Its number in a pid namespace of its own, where it has one. */
  innerPid?: number;
}

/** Sent when all images are written: what must be there, and what the copy will be compared with. */
export interface Manifest {
  files: SentFile[];
  tasks: FrozenTask[];
  /** On the source's clock of milliseconds since boot. */
  frozenAtBootMs: number;
  /** How many rounds of a pre-copy lie in directories below the images. */
  rounds?: number;
  /** With a checkpoint: what its restore has to know besides the images; checked by whoever reads it. */
  record?: unknown;
}

/** What the destination keeps of a run besides the images. */
export interface HashedManifest extends Omit<Manifest, 'files'> {
  files: HashedFile[];
}

/** In post-copy, after the commit: what one side cannot give or take any more. */
export interface PagesLost {
  type: 'pages-lost';
  reason: string;
}

/** Files of a container that travel while it still runs. */
export const sentAheadSchema = z.object({
  files: z.array(z.object({ name: z.string(), length: z.number().int().nonnegative() })).max(10),
  /** Of podman: its image, by its content. */
  imageId: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export type SentAhead = z.infer<typeof sentAheadSchema>;

/** From the source to the destination. */
export type SourceMessage =
  | { type: 'ping'; sentAt: number }
  /** The rounds of pings are over: how many milliseconds the destination's boot clock is ahead of the source's. */
  | { type: 'clock'; aheadMs: number }
  | { type: 'open'; fileNumber: number; name: string }
  /** What a container is made of is sent; nothing stands still before it is answered. */
  | ({ type: 'ahead' } & SentAhead)
  /** In pre-copy: all of a round is sent; the next one waits for the answer. */
  | { type: 'round'; round: number; files: SentFile[] }
  | { type: 'manifest'; manifest: Manifest }
  /** Follows the manifest: the hashes take time, and are needed only before the copy is voted for. */
  | { type: 'hashes'; files: HashedFile[]; signature: string }
  | { type: 'abort'; reason: string }
  | PagesLost;

/** From the destination to the source. */
export type DestinationMessage =
  | { type: 'pong'; sentAt: number; bootMs: number }
  | { type: 'received'; bytes: number }
  /** What came ahead is laid out. */
  | { type: 'ahead-taken' }
  /** A round is there, and so much is free for more. */
  | { type: 'round-taken'; round: number; freeBytes: number }
  | FilesTaken
  | { type: 'failed'; error: ErrorReport }
  | PagesLost;

/** The type of a message that came from the peer; everything else in it is looked at where it is used. */
export const typeOf = (message: unknown): string =>
  typeof message === 'object' && message !== null && 'type' in message ? String(message.type) : '';
