import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import type { CommandRequest } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { FrameReader } from '../channel/frames.ts';
import { ImageSender } from '../channel/image-sender.ts';
import { type HashedFile, type Manifest, type SentAhead, type SentFile, typeOf } from '../channel/messages.ts';
import { createRateLimit, type RateLimit } from '../channel/rate-limit.ts';
import { readRunKeys } from '../channel/run-keys.ts';
import { broken, connectChannel } from '../channel/secure-channel.ts';
import { hashImages } from '../channel/verify-images.ts';
import { requirePeerOf, signManifest } from '../signing/index.ts';
import { bootMs } from './boot-clock.ts';
import type { RunPaths } from './run-paths.ts';

const rounds = 5;

type Peer = Pick<
  CommandRequest<'prepare-source'>,
  'peerHost' | 'peerPort' | 'peerFingerprint' | 'peerIdentity' | 'bandwidthBytesPerSecond'
>;

type OnBytes = (bytes: number) => void;

/** The source's end of the channel to the destination. */
export class SourceLink {
  readonly #socket: TLSSocket;
  readonly sender: ImageSender;
  /** Resolves when the destination has everything; rejects when it failed or the channel broke. */
  readonly received: Promise<void>;
  /** Told when the destination has all of a round of files. */
  onFilesTaken: () => void = () => undefined;
  readonly limit: RateLimit | null;
  /** In post-copy: the destination asks for pages, or cannot take them any more; told when the channel is closed, too. */
  onPages: (requests: Buffer) => void = () => undefined;
  onPagesLost: (reason: string) => void = () => undefined;
  #onAheadTaken: () => void = () => undefined;
  #onRoundTaken: (round: number, freeBytes: number) => void = () => undefined;
  #onPong: (sentAt: number, theirs: number) => void = () => undefined;
  /** How many milliseconds the destination's boot clock is ahead of ours. */
  clockAheadMs: number | null = null;

  private constructor(socket: TLSSocket, imagesDir: string, bytesPerSecond: number | undefined) {
    this.#socket = socket;
    this.limit = bytesPerSecond === undefined ? null : createRateLimit(bytesPerSecond);
    this.sender = new ImageSender(imagesDir, socket, this.limit);
    this.received = new Promise((resolve, reject) => {
      const reader = new FrameReader({
        control: (message) => this.#take(message, resolve, reject),
        data: () => undefined,
        pages: (requests) => this.onPages(requests),
      });
      socket.on('data', (chunk) => {
        try {
          reader.push(chunk);
        } catch (error) {
          socket.destroy(error instanceof Error ? error : undefined);
        }
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        reject(broken('The channel to the destination broke before all images were there.'));
        this.onPagesLost('The channel to the destination broke.');
      });
    });
    // A destination that failed may read no more: without this, whoever waits for a write to be taken would wait until the deadline.
    this.received.catch(() => socket.destroy());
  }

  static async connect(paths: RunPaths, peer: Peer): Promise<SourceLink> {
    requirePeerOf(paths, peer);
    const options = { keys: readRunKeys(paths.dir), peerFingerprint: peer.peerFingerprint };
    const socket = await connectChannel(peer.peerHost, peer.peerPort, options);
    const link = new SourceLink(socket, paths.images, peer.bandwidthBytesPerSecond);
    await link.#compareClocks();
    return link;
  }

  get socket(): TLSSocket {
    return this.#socket;
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  /** The last words about the images: what lies there, signed as this agent's. `onBytes` hears of what was read for it; `ahead`: those of them that were hashed before. */
  async tellHashes(
    paths: RunPaths,
    manifest: Manifest,
    onBytes?: OnBytes,
    ahead: readonly HashedFile[] = [],
  ): Promise<void> {
    const known = new Set(ahead.map(({ name }) => name));
    const left = manifest.files.filter(({ name }) => !known.has(name));
    const files = [...ahead, ...(await hashImages(paths.images, left, onBytes))];
    await this.sender.tell({ type: 'hashes', files, signature: signManifest(paths, { ...manifest, files }) });
  }

  /** What was sent of a container is complete. Resolves when the destination has laid it out. */
  async tellAhead(sent: SentAhead): Promise<void> {
    const taken = new Promise<void>((resolve) => {
      this.#onAheadTaken = resolve;
    });
    await this.sender.tell({ type: 'ahead', ...sent });
    return this.#answered(taken);
  }

  /** Ends a round of a pre-copy. @returns how much is free for more, in bytes, once the destination has written all of it */
  async tellRound(round: number, files: SentFile[]): Promise<number> {
    const taken = new Promise<number>((resolve) => {
      this.#onRoundTaken = (which, freeBytes) => which === round && resolve(freeBytes);
    });
    await this.sender.tell({ type: 'round', round, files });
    return this.#answered(taken);
  }

  /** The images as a whole are answered later; until then only what went wrong comes instead. */
  #answered<T>(answer: Promise<T>): Promise<T> {
    const outOfTurn = () => Promise.reject(broken('The destination answered out of turn.'));
    return Promise.race([answer, this.received.then(outOfTurn)]);
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
    return this.#answered(answer);
  }

  #take(message: unknown, resolve: () => void, reject: (error: Error) => void): void {
    const body = message as Record<string, unknown>;
    if (typeOf(message) === 'pong') this.#onPong(Number(body.sentAt), Number(body.bootMs));
    else if (typeOf(message) === 'round-taken') this.#onRoundTaken(Number(body.round), Number(body.freeBytes));
    else if (typeOf(message) === 'ahead-taken') this.#onAheadTaken();
    else if (typeOf(message) === 'received') resolve();
    else if (typeOf(message) === 'files-taken') this.onFilesTaken();
    else if (typeOf(message) === 'pages-lost') this.onPagesLost(String(body.reason).slice(0, 300));
    else if (typeOf(message) === 'failed')
      reject(new GodwitError(body.error as ConstructorParameters<typeof GodwitError>[0]));
  }
}
