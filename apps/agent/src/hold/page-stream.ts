import type { Socket } from 'node:net';
import { encodeHead, frameKinds } from '../channel/frames.ts';
import type { RateLimit } from '../channel/rate-limit.ts';

const largestPiece = 1 << 18;

/** Passes what one CRIU of a post-copy writes on to the channel, no faster than it is taken, and counts it. */
export class PageStream {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #limit: RateLimit | null;
  #turn: Promise<unknown> = Promise.resolve();
  passedBytes = 0;

  constructor(from: Socket, to: Socket, limit: RateLimit | null = null) {
    this.#from = from;
    this.#to = to;
    this.#limit = limit;
    to.on('drain', () => from.resume());
  }

  /** Passes on whatever comes. */
  start(onPassed: (bytes: number) => void): void {
    this.#from.on('data', (chunk: Buffer) => {
      this.passedBytes += chunk.length;
      onPassed(this.passedBytes);
      if (this.#limit) this.#passSlowly(chunk, this.#limit);
      else this.pass(chunk);
    });
  }

  pass(chunk: Buffer): void {
    if (!this.#to.writable) return;
    this.#to.write(encodeHead(frameKinds.pages, chunk.length));
    if (!this.#to.write(chunk)) this.#from.pause();
  }

  #passSlowly(chunk: Buffer, limit: RateLimit): void {
    this.#from.pause();
    this.#turn = this.#turn.then(async () => {
      const piece = Math.min(limit.pieceBytes, largestPiece);
      for (let at = 0; at < chunk.length; at += piece) {
        const part = chunk.subarray(at, at + piece);
        await limit.take(part.length);
        this.pass(part);
      }
      if (!this.#to.writableNeedDrain) this.#from.resume();
    });
  }
}
