import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const pieceBytes = 1 << 18;
const longestLine = 2000;
/** What is read at one time, so that a log that grows without end cannot fill our memory. */
const mostAtOnce = 4 << 20;

/** Reads a growing text file line by line. It may not exist yet. */
export class LogTail {
  readonly #file: string;
  #fd: number | null = null;
  #position = 0;
  #rest = '';

  constructor(file: string) {
    this.#file = file;
  }

  /** Bytes in the file now; 0 while it does not exist. */
  get size(): number {
    this.#fd ??= openOrNothing(this.#file);
    return this.#fd === null ? 0 : fstatSync(this.#fd).size;
  }

  /** The whole lines that were added since the last call, at most some megabytes of them; call again for the rest. */
  read(): string[] {
    const text = this.#rest + this.#readNew();
    const lines = text.split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.filter(Boolean).map((line) => line.slice(0, longestLine));
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  #readNew(): string {
    this.#fd ??= openOrNothing(this.#file);
    if (this.#fd === null) return '';
    const pieces: Buffer[] = [];
    for (let left = Math.min(fstatSync(this.#fd).size - this.#position, mostAtOnce); left > 0; ) {
      const buffer = Buffer.allocUnsafe(Math.min(left, pieceBytes));
      const count = readSync(this.#fd, buffer, 0, buffer.length, this.#position);
      if (count === 0) break;
      pieces.push(buffer.subarray(0, count));
      this.#position += count;
      left -= count;
    }
    return Buffer.concat(pieces).toString('utf8');
  }
}

const openOrNothing = (file: string): number | null => {
  try {
    return openSync(file, 'r');
  } catch {
    return null;
  }
};
