import { readFileSync, statfsSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

const pieceBytes = 1 << 20;
const mostBytes = 8 * 2 ** 30;
/** Of what is free, so that nobody else is pressed for memory or disk because of this. */
const shareOfFree = 4;

/**
 * Memory that is asked of the kernel before anything stands still. A page that is used for the first time, above all in a
 * virtual machine whose host has to find it first, costs more than ten times as much as one used just before; a dump and a
 * restore use three times the tree's size of them while clients wait. So a file is filled with zeros, and its pages are
 * either written over or given back, and then taken again, when they are needed. Only speed depends on it.
 */
export class Room {
  readonly #file: string;
  readonly #filling: Promise<void>;
  #isOver = false;

  /** Begins to fill at once. */
  constructor(file: string, wantedBytes: number) {
    this.#file = file;
    this.#filling = this.#fill(Math.min(wantedBytes, mostBytes)).catch(() => undefined);
  }

  /** Resolves when it is filled, or could not be. */
  get ready(): Promise<void> {
    return this.#filling;
  }

  /** Gives the pages back, which are then the first to be taken again. */
  async giveBack(): Promise<void> {
    this.#isOver = true;
    await this.#filling;
    await rm(this.#file, { force: true });
  }

  /** Makes the file another one, to be written over and cut to its length. @returns false when there is nothing to give */
  async become(file: string): Promise<boolean> {
    this.#isOver = true;
    await this.#filling;
    return rename(this.#file, file).then(
      () => true,
      () => false,
    );
  }

  async #fill(wantedBytes: number): Promise<void> {
    const { bavail, bsize } = statfsSync(path.dirname(this.#file));
    const bytes = Math.min(wantedBytes, readFreeMemory() / shareOfFree, (bavail * bsize) / shareOfFree);
    if (bytes < pieceBytes) return;
    const file = await open(this.#file, 'w', 0o600);
    try {
      await this.#write(file, bytes);
    } finally {
      await file.close();
    }
  }

  async #write(file: FileHandle, bytes: number): Promise<void> {
    const zeros = Buffer.alloc(pieceBytes);
    for (let left = bytes; left > 0 && !this.#isOver; left -= pieceBytes) await file.write(zeros);
  }
}

/** MemAvailable (proc_meminfo(5)) in bytes; 0 when it cannot be read. */
const readFreeMemory = (): number => {
  const text = readFileSync('/proc/meminfo', 'utf8');
  return Number(/^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
};
