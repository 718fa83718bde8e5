import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { makeSocketPair } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';

/** The descriptors as CRIU sees them: `startProgram` gives them numbers from 3 on. */
export const pageDescriptors = { socket: 3, status: 4 } as const;

/**
 * The socket between this process and one CRIU of a post-copy. CRIU takes its end of the line for a success on the source and as a
 * failure on the destination, and both are deadly: so it also inherits our end, and never sees the line end while it lives itself,
 * whoever of us dies.
 */
export class PageSocket {
  readonly socket: Socket;
  /** Resolves when CRIU has said that it is ready; rejects when it ended before. */
  readonly ready: Promise<void>;
  /** What CRIU inherits, in this order. */
  readonly inherited: readonly number[];
  readonly #status: Socket;
  readonly #theirs: readonly number[];

  private constructor([ours, theirs]: [number, number], [statusOurs, statusTheirs]: [number, number]) {
    this.inherited = [theirs, statusTheirs, ours];
    this.#theirs = [theirs, statusTheirs];
    this.socket = new Socket({ fd: ours, readable: true, writable: true, allowHalfOpen: true });
    this.#status = new Socket({ fd: statusOurs, readable: true, writable: false });
    this.ready = new Promise((resolve, reject) => {
      this.#status.once('data', () => resolve());
      this.#status.once('close', () => reject(new Error('CRIU ended before it was ready')));
    });
    this.ready.catch(() => undefined);
    this.socket.on('error', () => undefined);
    this.#status.on('error', () => undefined);
  }

  /** Throws `criu-missing` where Node cannot make such sockets. */
  static open(): PageSocket {
    const pair = makeSocketPair();
    const status = makeSocketPair();
    if (pair && status) return new PageSocket(pair, status);
    throw new GodwitError({
      code: 'criu-missing',
      message:
        'This agent cannot connect CRIU to a line of its own, because its koffi addon is missing, so post-copy is not possible.',
      remedy: 'Install the agent again with the file koffi.node beside it, or choose stop-and-copy.',
    });
  }

  /** After CRIU was started: its ends live in CRIU alone. */
  started(): void {
    for (const fd of this.#theirs) closeSync(fd);
  }

  close(): void {
    this.socket.destroy();
    this.#status.destroy();
  }
}
