import { createConnection, type Socket } from 'node:net';
import { GodwitError } from '@godwit/domain/errors';
import type { HoldCommandName, HoldCommands, HoldMessage } from '../hold/hold-protocol.ts';
import { readLines } from '../hold/read-lines.ts';

type Event = Exclude<HoldMessage, { id: number }>;
type Waiting = { resolve: (result: unknown) => void; reject: (error: Error) => void };

/** The agent's end of the socket of one hold process. */
export class HoldClient {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  /** Resolves when the hold process is gone, for whatever reason. */
  readonly closed: Promise<void>;
  #next = 1;

  private constructor(socket: Socket, onEvent: (event: Event) => void) {
    this.#socket = socket;
    readLines(socket, (line) => this.#take(JSON.parse(line) as HoldMessage, onEvent));
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        for (const { reject } of this.#waiting.values()) reject(died());
        this.#waiting.clear();
        resolve();
      });
    });
    socket.on('error', () => undefined);
  }

  /** Null when nobody listens there. */
  static connect(socketPath: string, onEvent: (event: Event) => void): Promise<HoldClient | null> {
    return new Promise((resolve) => {
      const socket = createConnection(socketPath);
      socket.once('error', () => resolve(null));
      socket.once('connect', () => resolve(new HoldClient(socket, onEvent)));
    });
  }

  /** Whether the process, or at least its end of the line, is gone. */
  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  call<T extends HoldCommandName>(command: T, body: HoldCommands[T]['request']): Promise<HoldCommands[T]['result']> {
    if (this.#socket.destroyed) return Promise.reject(died());
    const id = this.#next++;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#socket.write(`${JSON.stringify({ id, command, body })}\n`);
    return answer as Promise<HoldCommands[T]['result']>;
  }

  #take(message: HoldMessage, onEvent: (event: Event) => void): void {
    if (!('id' in message)) {
      onEvent(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.result);
    else waiting?.reject(new GodwitError(message.error));
  }
}

const died = (): GodwitError =>
  new GodwitError({
    code: 'process-changed',
    message: 'The process that holds this run on the host died while it was asked.',
    remedy: 'The agent finds out what is really there; look at the run in a moment.',
  });
