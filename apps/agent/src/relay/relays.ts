import { connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
import { longestRelayPiece, type RelayHead, relayWindow } from '@godwit/agent-protocol';

/** Gives a piece to the server; false when it did not reach the other end. */
type SendPiece = (head: RelayHead, data: Buffer) => Promise<boolean>;

const loopback = '127.0.0.1';

/**
 * Byte streams to other agents through the server. What is in them is TLS between two hold processes, so nothing here is to be
 * kept secret or believed; when the line to the server breaks they end, and the run sees its channel break.
 */
export class Relays {
  readonly #streams = new Map<string, Socket>();
  readonly #entries = new Map<string, Server>();
  readonly #exits = new Map<string, { host: string; port: number }>();
  #send: SendPiece = async () => false;

  bind(send: SendPiece): void {
    this.#send = send;
  }

  /** Where the hold process of the source finds the other side; the first who comes is taken. */
  async openEntry(relayId: string): Promise<{ host: string; port: number }> {
    this.end(relayId);
    const server = createServer((socket) => {
      server.close();
      this.#attach(relayId, socket);
    });
    this.#entries.set(relayId, server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, loopback, () => resolve());
    });
    const bound = server.address();
    return { host: loopback, port: typeof bound === 'object' && bound ? bound.port : 0 };
  }

  /** Where what comes from the other agent goes: the channel that a run of this host listens on. */
  openExit(relayId: string, target: { host: string; port: number }): void {
    this.end(relayId);
    this.#exits.set(relayId, target);
  }

  /** @returns whether the piece was taken */
  async take({ relayId, kind }: RelayHead, data: Buffer): Promise<boolean> {
    const stream = this.#streams.get(relayId) ?? this.#enter(relayId);
    if (kind === 'end' || stream === null) {
      stream?.end();
      return kind === 'end';
    }
    return new Promise((resolve) => stream.write(data, (error) => resolve(!error)));
  }

  /** The run or the transfer is over: nothing listens for it any more. */
  end(relayId: string): void {
    this.#streams.get(relayId)?.destroy();
    this.#streams.delete(relayId);
    this.#entries.get(relayId)?.close();
    this.#entries.delete(relayId);
    this.#exits.delete(relayId);
  }

  /** The line to the server is gone. */
  endAll(): void {
    for (const ways of [this.#streams, this.#entries, this.#exits])
      for (const relayId of ways.keys()) this.end(relayId);
  }

  #enter(relayId: string): Socket | null {
    const target = this.#exits.get(relayId);
    if (!target) return null;
    this.#exits.delete(relayId);
    // From loopback, so that the channel can tell a relayed peer from one that came over the network.
    const socket = connectTcp({ ...target, localAddress: loopback });
    this.#attach(relayId, socket);
    return socket;
  }

  #attach(relayId: string, socket: Socket): void {
    this.#streams.set(relayId, socket);
    socket.setNoDelay(true);
    let waiting = 0;
    const pass = async (piece: Buffer): Promise<void> => {
      waiting += 1;
      if (waiting >= relayWindow) socket.pause();
      const arrived = await this.#send({ relayId, kind: 'data' }, piece);
      waiting -= 1;
      if (!arrived) socket.destroy();
      else if (waiting < relayWindow && socket.isPaused()) socket.resume();
    };
    socket.on('data', (chunk: Buffer) => {
      for (let at = 0; at < chunk.length; at += longestRelayPiece)
        void pass(chunk.subarray(at, at + longestRelayPiece));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#streams.get(relayId) !== socket) return;
      this.#streams.delete(relayId);
      void this.#send({ relayId, kind: 'end' }, Buffer.alloc(0));
    });
  }
}
