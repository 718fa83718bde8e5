import { type FileHandle, lstat, open } from 'node:fs/promises';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import type { CarriedFiles } from '@godwit/agent-protocol';
import { encodeControl, encodeDataHead } from '../channel/frames.ts';
import type { RateLimit } from '../channel/rate-limit.ts';
import { digestOf, readBlocks } from './block-digest.ts';
import { readAttributes } from './extended-attributes.ts';
import { type FileMessage, filesFrameNumber } from './file-messages.ts';
import { isVanished, type ScannedEntry, scanFiles } from './scan-files.ts';

type Root = CarriedFiles['staged'][number];

export interface SentRound {
  files: number;
  /** All bytes of the files. */
  bytes: number;
  /** Those that had to be sent. */
  sentBytes: number;
}

interface Line {
  socket: TLSSocket;
  /** Null: as fast as the line carries it. */
  limit: RateLimit | null;
}

const none = (): SentRound => ({ files: 0, bytes: 0, sentBytes: 0 });

/**
 * Sends files in rounds. What the destination has of a file is known by the hashes of its blocks, so that every round reads
 * everything and sends only what is different: times of files prove nothing about pages written through a mapping.
 */
export class FileSender {
  readonly #socket: TLSSocket;
  readonly #limit: RateLimit | null;
  /** Per root and name: hashes of the blocks that the destination has. */
  readonly #known = new Map<string, Buffer[]>();
  readonly #noteProgress: (round: SentRound) => void;
  #round = none();
  #rounds = 0;

  constructor({ socket, limit }: Line, noteProgress: (round: SentRound) => void) {
    this.#socket = socket;
    this.#limit = limit;
    this.#noteProgress = noteProgress;
  }

  /** @param frozen the last round: nothing changes any more, and what arrives is compared and put in place */
  async send(roots: readonly Root[], frozen: boolean): Promise<SentRound> {
    this.#round = none();
    const seen = new Set<string>();
    await this.#tell({ type: 'files-begin', frozen });
    for (const [number, root] of roots.entries()) {
      // Approved files are put in place after the first round; nobody writes them.
      if (this.#rounds > 0 && root.kind === 'missing') continue;
      await this.#sendRoot(number, root, seen);
    }
    for (const key of this.#known.keys()) if (!seen.has(key)) this.#known.delete(key);
    await this.#tell({ type: 'files-end', frozen });
    this.#rounds++;
    return this.#round;
  }

  async #sendRoot(number: number, { path: root, kind, exclude }: Root, seen: Set<string>): Promise<void> {
    await this.#sendParents(root);
    for await (const entry of scanFiles(root, new Set(exclude), kind === 'directory')) {
      seen.add(keyOf(number, entry.name));
      if (entry.kind === 'file') await this.#sendFile(number, entry);
      else await this.#tell({ type: 'files-entry', ...describe(number, entry), size: 0, digest: '' });
      this.#round.files++;
      this.#noteProgress(this.#round);
    }
  }

  /** Directories above, which the destination makes where it lacks them. */
  async #sendParents(root: string): Promise<void> {
    for (let dir = path.dirname(root); dir !== '/'; dir = path.dirname(dir)) {
      const { mode, uid, gid } = await lstat(dir);
      await this.#tell({ type: 'files-parent', path: dir, mode: mode & 0o7777, uid, gid });
    }
  }

  async #sendFile(number: number, entry: ScannedEntry): Promise<void> {
    const file = await open(entry.path, 'r').catch((error: unknown) => {
      if (isVanished(error)) return null;
      throw error;
    });
    if (file === null) return;
    try {
      const { size, hashes } = await this.#sendBlocks(file, number, entry.name);
      // As it is after it was read: while the tree runs, the next round finds what changed since.
      const stats = await file.stat({ bigint: true });
      await this.#tell({
        type: 'files-entry',
        ...describe(number, { ...entry, stats }),
        size,
        digest: digestOf(hashes),
      });
    } finally {
      await file.close();
    }
  }

  async #sendBlocks(file: FileHandle, root: number, name: string): Promise<{ size: number; hashes: Buffer[] }> {
    const known = this.#known.get(keyOf(root, name));
    await this.#tell({ type: 'files-open', root, name });
    const hashes: Buffer[] = [];
    let size = 0;
    let at = -1;
    for await (const { offset, bytes, hash } of readBlocks(file)) {
      const had = known?.[hashes.length];
      hashes.push(hash);
      size += bytes.length;
      this.#round.bytes += bytes.length;
      // What was never written is a hole there, as it probably is here.
      const isHole = had === undefined && isZero(bytes);
      if (isHole || had?.equals(hash)) continue;
      await this.#limit?.take(bytes.length);
      if (at !== offset) await this.#tell({ type: 'files-at', offset });
      this.#socket.write(encodeDataHead(filesFrameNumber, bytes.length));
      await this.#write(Buffer.from(bytes));
      at = offset + bytes.length;
      this.#round.sentBytes += bytes.length;
      this.#noteProgress(this.#round);
    }
    this.#known.set(keyOf(root, name), hashes);
    return { size, hashes };
  }

  #tell(message: FileMessage): Promise<void> {
    return this.#write(encodeControl(message));
  }

  #write(bytes: Buffer): Promise<void> {
    if (this.#socket.destroyed) return Promise.reject(new Error('the channel is closed'));
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }
}

const keyOf = (root: number, name: string): string => `${root}:${name}`;

const describe = (root: number, { name, path: at, kind, stats, target }: ScannedEntry) => {
  const attributes = readAttributes(at);
  return {
    root,
    name,
    kind,
    mode: Number(stats.mode) & 0o7777,
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    mtimeUs: Number(stats.mtimeNs / 1000n),
    ...(target !== undefined && { target }),
    ...(attributes !== undefined && { attributes }),
  };
};

const zeros = Buffer.alloc(4096);

const isZero = (bytes: Buffer): boolean => {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const piece = bytes.subarray(at, at + zeros.length);
    if (!piece.equals(zeros.subarray(0, piece.length))) return false;
  }
  return true;
};
