import type { TLSSocket } from 'node:tls';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import { encodeControl, FrameReader } from '../channel/frames.ts';
import { ImageReceiver } from '../channel/image-receiver.ts';
import { type DestinationMessage, type HashedFile, type Manifest, typeOf } from '../channel/messages.ts';
import { broken } from '../channel/secure-channel.ts';
import { bootMs } from './boot-clock.ts';
import type { Room } from './room.ts';

const mostWaitingBytes = 32 << 20;

interface Place {
  imagesDir: string;
  /** Made before for the pages. */
  room: Room | null;
}

export interface ReceiveEvents {
  /** The first image is announced: the source stands still or is about to. */
  begun: () => void;
  progressed: (bytes: number) => void;
  clock: (aheadMs: number) => void;
  /** Everything arrived; it may not be on the disk yet, and its hashes follow. */
  complete: (manifest: Manifest) => void;
  /** The last thing that comes. */
  hashed: (files: HashedFile[]) => void;
  failed: (error: GodwitError) => void;
}

/**
 * Takes the images of one run from its channel. Ends with `failed`, or with `complete` and then `hashed`; a break between
 * these two is a failure too.
 */
export class ImageIntake {
  readonly #socket: TLSSocket;
  readonly #receiver: ImageReceiver;
  readonly #events: ReceiveEvents;
  #begun = false;
  #completing: Promise<void> | null = null;
  #over = false;

  constructor(socket: TLSSocket, { imagesDir, room }: Place, events: ReceiveEvents) {
    this.#socket = socket;
    this.#events = events;
    this.#receiver = new ImageReceiver(imagesDir, (error) => this.#fail(error), room);
    const reader = new FrameReader({
      control: (message) => this.#take(message as Record<string, unknown>),
      data: (fileNumber, data) => this.#takeData(fileNumber, data),
    });
    socket.on('data', (chunk) => {
      try {
        if (!this.#over) reader.push(chunk);
      } catch (error) {
        this.#fail(error);
      }
    });
    socket.on('close', () => this.#fail(broken('The channel to the source broke before all images were there.')));
  }

  #takeData(fileNumber: number, data: Buffer): void {
    if (this.#over) return;
    this.#receiver.write(fileNumber, data, () => this.#throttle());
    this.#throttle();
    this.#events.progressed(this.#receiver.receivedBytes);
  }

  #throttle(): void {
    if (this.#receiver.waitingBytes > mostWaitingBytes) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }

  #take(message: Record<string, unknown>): void {
    const type = typeOf(message);
    if (type === 'ping') this.#tell({ type: 'pong', sentAt: Number(message.sentAt), bootMs: bootMs() });
    else if (type === 'clock') this.#events.clock(Number(message.aheadMs));
    else if (type === 'open') this.#open(Number(message.fileNumber), String(message.name));
    else if (type === 'manifest') this.#complete(message.manifest as Manifest);
    else if (type === 'hashes') this.#hashed(message.files as HashedFile[]);
    else if (type === 'abort')
      this.#fail(broken(`The source took the run back: ${String(message.reason).slice(0, 300)}`));
    else this.#fail(broken('The source sent a message this agent does not know.'));
  }

  #open(fileNumber: number, name: string): void {
    if (!this.#begun) this.#events.begun();
    this.#begun = true;
    this.#receiver.open(fileNumber, name);
  }

  #complete(manifest: Manifest): void {
    this.#completing = this.#receiver.finish(manifest.files).then(() => {
      this.#tell({ type: 'received', bytes: this.#receiver.receivedBytes });
      this.#events.complete(manifest);
    });
    this.#completing.catch((error: unknown) => this.#fail(error));
  }

  /** Hashes may arrive while the last bytes are still being written. */
  #hashed(files: HashedFile[]): void {
    const finish = () => {
      if (this.#over) return;
      this.#over = true;
      this.#socket.end();
      this.#events.hashed(files);
    };
    this.#completing?.then(finish, () => undefined);
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    const known = asGodwitError(error);
    this.#tell({ type: 'failed', error: toErrorReport(known) });
    this.#receiver.abandon();
    // What is still on its way is read and thrown away: the source cannot hear of the failure behind a full line.
    this.#socket.resume();
    this.#socket.end();
    this.#events.failed(known);
  }

  #tell(message: DestinationMessage): void {
    if (this.#socket.writable) this.#socket.write(encodeControl(message));
  }
}

const asGodwitError = (error: unknown): GodwitError => {
  if (error instanceof GodwitError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if ((error as NodeJS.ErrnoException).code !== 'ENOSPC')
    return broken(`What came over the channel cannot be used: ${message}.`);
  return new GodwitError({
    code: 'disk-full',
    message: 'The disk of the destination is full, so the images cannot be kept there. The source runs on.',
    remedy: "Make room on the disk that holds the destination agent's state directory, then start the run again.",
  });
};
