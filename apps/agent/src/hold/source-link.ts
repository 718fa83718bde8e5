import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { GodwitError } from '@godwit/domain/errors';
import { FrameReader } from '../channel/frames.ts';
import { ImageSender } from '../channel/image-sender.ts';
import { typeOf } from '../channel/messages.ts';
import { readRunKeys } from '../channel/run-keys.ts';
import { broken, connectChannel } from '../channel/secure-channel.ts';
import { bootMs } from './boot-clock.ts';
import type { RunPaths } from './run-paths.ts';

const rounds = 5;

interface Peer {
  host: string;
  port: number;
  fingerprint: string;
}

/** The source's end of the channel to the destination. */
export class SourceLink {
  readonly #socket: TLSSocket;
  readonly sender: ImageSender;
  /** Resolves when the destination has everything; rejects when it failed or the channel broke. */
  readonly received: Promise<void>;
  #onPong: (sentAt: number, theirs: number) => void = () => undefined;
  /** How many milliseconds the destination's boot clock is ahead of ours. */
  clockAheadMs: number | null = null;

  private constructor(socket: TLSSocket, imagesDir: string) {
    this.#socket = socket;
    this.sender = new ImageSender(imagesDir, socket);
    this.received = new Promise((resolve, reject) => {
      const reader = new FrameReader({
        control: (message) => this.#take(message, resolve, reject),
        data: () => undefined,
      });
      socket.on('data', (chunk) => {
        try {
          reader.push(chunk);
        } catch (error) {
          socket.destroy(error instanceof Error ? error : undefined);
        }
      });
      socket.on('error', () => undefined);
      socket.on('close', () => reject(broken('The channel to the destination broke before all images were there.')));
    });
    // A destination that failed may read no more: without this, whoever waits for a write to be taken would wait until the deadline.
    this.received.catch(() => socket.destroy());
  }

  static async connect(paths: RunPaths, peer: Peer): Promise<SourceLink> {
    const options = { keys: readRunKeys(paths.dir), peerFingerprint: peer.fingerprint };
    const link = new SourceLink(await connectChannel(peer.host, peer.port, options), paths.images);
    await link.#compareClocks();
    return link;
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  /** Why something failed: what the destination said, or that the channel broke, explains a failed write. */
  async explain(error: unknown): Promise<unknown> {
    if (error instanceof GodwitError) return error;
    const said = this.received.then(
      () => error,
      (better: unknown) => better,
    );
    return Promise.race([said, sleep(500, error)]);
  }

  async abort(reason: string): Promise<void> {
    if (this.isOpen) await this.sender.tell({ type: 'abort', reason }).catch(() => undefined);
    this.#socket.end();
    setTimeout(() => this.#socket.destroy(), 1000).unref();
  }

  /** The quickest of a few answers bounds the error of the comparison by half its round trip. */
  async #compareClocks(): Promise<void> {
    let quickest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round++) {
      const { tripMs, aheadMs } = await this.#ping();
      if (tripMs < quickest) this.clockAheadMs = aheadMs;
      quickest = Math.min(quickest, tripMs);
    }
    await this.sender.tell({ type: 'clock', aheadMs: this.clockAheadMs ?? 0 });
  }

  #ping(): Promise<{ tripMs: number; aheadMs: number }> {
    const sentAt = bootMs();
    const answer = new Promise<{ tripMs: number; aheadMs: number }>((resolve) => {
      this.#onPong = (echoed, theirs) => {
        if (echoed !== sentAt) return;
        const now = bootMs();
        resolve({ tripMs: now - sentAt, aheadMs: theirs - (sentAt + now) / 2 });
      };
    });
    void this.sender.tell({ type: 'ping', sentAt }).catch(() => undefined);
    return Promise.race([
      answer,
      this.received.then(() => Promise.reject(broken('The destination answered out of turn.'))),
    ]);
  }

  #take(message: unknown, resolve: () => void, reject: (error: Error) => void): void {
    const body = message as Record<string, unknown>;
    if (typeOf(message) === 'pong') this.#onPong(Number(body.sentAt), Number(body.bootMs));
    else if (typeOf(message) === 'received') resolve();
    else if (typeOf(message) === 'failed')
      reject(new GodwitError(body.error as ConstructorParameters<typeof GodwitError>[0]));
  }
}
