import type { TLSSocket } from 'node:tls';
import { GodwitError, toErrorReport } from '@godwit/domain/errors';
import { encodeControl, FrameReader } from '../channel/frames.ts';
import { ImageReceiver } from '../channel/image-receiver.ts';
import {
  type DestinationMessage,
  type HashedFile,
  type Manifest,
  type SentAhead,
  sentAheadSchema,
  typeOf,
} from '../channel/messages.ts';
import { readImageName } from '../channel/round-names.ts';
import { broken } from '../channel/secure-channel.ts';
import { isBundleFile } from '../containers/bundle-files.ts';
import { filesFrameNumber } from '../files/file-messages.ts';
import type { FileReceiver } from '../files/file-receiver.ts';
import { bootMs } from './boot-clock.ts';
import type { PreCopyIntake } from './pre-copy-intake.ts';
import type { Room } from './room.ts';

const mostWaitingBytes = 32 << 20;

interface Place {
  imagesDir: string;
  /** Made before for the pages. */
  room: Room | null;
  /** Takes the files that travel along; null when none were planned. */
  files?: FileReceiver | null;
  /** Takes the rounds of a pre-copy; null in every other mode. */
  rounds?: PreCopyIntake | null;
  /** Lays out what came ahead of a container, whose image is named where there is one; null for what is none. */
  layOut?: ((imageId: string | undefined) => Promise<void>) | null;
}

export interface ReceiveEvents {
  /** The first image is announced: the source stands still or is about to. */
  begun: () => void;
  progressed: (bytes: number) => void;
  clock: (aheadMs: number) => void;
  /** Everything arrived; it may not be on the disk yet, and its hashes follow. */
  complete: (manifest: Manifest) => void;
  /** The last thing that comes. */
  hashed: (files: HashedFile[], signature: string) => void;
  failed: (error: GodwitError) => void;
  /** In post-copy: CRIU's pages, and that no more come. The channel then stays open behind the images. */
  pages?: (pages: Buffer) => void;
  pagesLost?: (reason: string) => void;
}

/**
 * Takes the images of one run from its channel. Ends with `failed`, or with `complete` and then `hashed`; a break between
 * these two is a failure too.
 */
export class ImageIntake {
  readonly #socket: TLSSocket;
  readonly #receiver: ImageReceiver;
  readonly #events: ReceiveEvents;
  readonly #files: FileReceiver | null;
  readonly #rounds: PreCopyIntake | null;
  readonly #layOut: Place['layOut'];
  #begun = false;
  #completing: Promise<void> | null = null;
  #over = false;
  /** All images are there, and pages follow. */
  #isFollowed = false;

  constructor(socket: TLSSocket, { imagesDir, room, files, rounds = null, layOut }: Place, events: ReceiveEvents) {
    this.#socket = socket;
    this.#events = events;
    this.#files = files ?? null;
    this.#rounds = rounds;
    this.#layOut = layOut;
    this.#receiver = new ImageReceiver(imagesDir, (error) => this.#fail(error), room);
    if (rounds) this.#receiver.takeRounds();
    const reader = new FrameReader({
      control: (message) => this.#take(message as Record<string, unknown>),
      data: (fileNumber, data) => this.#takeData(fileNumber, data),
      ...(events.pages && { pages: events.pages }),
    });
    socket.on('data', (chunk) => {
      try {
        if (!this.#over || this.#isFollowed) reader.push(chunk);
      } catch (error) {
        this.#fail(error);
      }
    });
    socket.on('close', () => this.#events.pagesLost?.('The channel to the source broke.'));
    socket.on('close', () => this.#fail(broken('The channel to the source broke before all images were there.')));
  }

  #takeData(fileNumber: number, data: Buffer): void {
    if (this.#over) return;
    if (fileNumber === filesFrameNumber) this.#takeFileData(data);
    else this.#receiver.write(fileNumber, data, () => this.#throttle());
    this.#throttle();
    this.#events.progressed(this.#receiver.receivedBytes);
  }

  #takeFileData(data: Buffer): void {
    if (!this.#files) throw broken('The source sent files, and none were planned.');
    this.#files.takeData(data, () => this.#throttle());
  }

  #throttle(): void {
    const waitingBytes = this.#receiver.waitingBytes + (this.#files?.waitingBytes ?? 0);
    if (waitingBytes > mostWaitingBytes) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }

  #take(message: Record<string, unknown>): void {
    const type = typeOf(message);
    if (this.#isFollowed) this.#takeLate(message);
    else if (type === 'ping') this.#tell({ type: 'pong', sentAt: Number(message.sentAt), bootMs: bootMs() });
    else if (type === 'clock') this.#events.clock(Number(message.aheadMs));
    else if (type === 'open') this.#open(Number(message.fileNumber), String(message.name));
    else if (type === 'round' && this.#rounds) this.#takeRound(this.#rounds, message);
    else if (type === 'ahead' && this.#layOut) this.#takeAhead(this.#layOut, sentAheadSchema.parse(message));
    else if (type === 'manifest') this.#complete(message.manifest as Manifest);
    else if (type === 'hashes') this.#hashed(message.files as HashedFile[], String(message.signature));
    else if (type.startsWith('files-') && this.#files) this.#files.take(message);
    else if (type === 'abort')
      this.#fail(broken(`The source took the run back: ${String(message.reason).slice(0, 300)}`));
    else this.#fail(broken('The source sent a message this agent does not know.'));
  }

  /** The source may still give up before the commit, or tell that it cannot serve any more. */
  #takeLate(message: Record<string, unknown>): void {
    if (!['abort', 'pages-lost'].includes(typeOf(message))) return;
    this.#events.pagesLost?.(String(message.reason).slice(0, 300));
  }

  #open(fileNumber: number, name: string): void {
    // The files of a container come while it still runs, as the rounds of a pre-copy do.
    if (!this.#begun && !isBundleFile(name) && !readImageName(name)?.round) {
      this.#begun = true;
      this.#events.begun();
    }
    this.#receiver.open(fileNumber, name);
  }

  #takeAhead(layOut: NonNullable<Place['layOut']>, { files, imageId }: SentAhead): void {
    const laid = this.#receiver.finishAhead(files).then(() => layOut(imageId));
    laid.then(
      () => this.#tell({ type: 'ahead-taken' }),
      (error: unknown) => this.#fail(error),
    );
  }

  #takeRound(rounds: PreCopyIntake, message: Record<string, unknown>): void {
    const taken = rounds.take(message, (round, files) => this.#receiver.finishRound(round, files));
    taken.then(
      (answer) => this.#tell(answer),
      (error: unknown) => this.#fail(error),
    );
  }

  #complete(manifest: Manifest): void {
    this.#completing = this.#finish(manifest).then(() => {
      this.#tell({ type: 'received', bytes: this.#receiver.receivedBytes });
      this.#events.complete(manifest);
    });
    this.#completing.catch((error: unknown) => this.#fail(error));
  }

  /** All images, and all files in place before them. */
  async #finish(manifest: Manifest): Promise<void> {
    await this.#files?.settle();
    if (this.#files && !this.#files.isPlaced) throw broken('The source sent its images before the files.');
    await this.#receiver.finish(manifest.files, manifest.rounds);
    this.#rounds?.link(manifest.rounds);
  }

  /** The files of a round are taken: the source waits to hear of it. */
  tellTaken(frozen: boolean): void {
    this.#tell({ type: 'files-taken', frozen });
  }

  /** Files cannot be taken: as with images, the source is told why. */
  fail(error: unknown): void {
    this.#fail(error);
  }

  /** Hashes may arrive while the last bytes are still being written. */
  #hashed(files: HashedFile[], signature: string): void {
    const finish = () => {
      if (this.#over) return;
      this.#over = true;
      this.#isFollowed = this.#events.pages !== undefined;
      if (!this.#isFollowed) this.#socket.end();
      this.#events.hashed(files, signature);
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
