import { close, fdatasync, ftruncate, openSync, writev, writevSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { GodwitError } from '@godwit/domain/errors';
import type { SentFile } from './messages.ts';
import { listImages, makeRound, readImageName } from './round-names.ts';

const writeAt = promisify(writev);
const syncData = promisify(fdatasync);
const closeFile = promisify(close);
const cut = promisify(ftruncate);
const pagesName = /^pages-\d+\.img$/;
const mostFiles = 65_536;
/** Small pieces are gathered: TLS hands over at most 16 KiB at once. */
const gatherBytes = 1 << 20;
/** Less is handed to the page cache in place: a tree has seven small images for each process, and a turn of the event loop costs more. */
const smallBytes = 1 << 15;
/** Written pages are pushed to the disk this often while more arrive, so that little is left to wait for at the end. */
const syncEveryBytes = 16 << 20;

interface ReceivedFile {
  name: string;
  fd: number;
  length: number;
  unsynced: number;
  /** It was there before, and is longer than what is written. */
  mustBeCut: boolean;
}

/** A file that is ready to be written over. */
interface ReadyFile {
  become: (file: string) => Promise<boolean>;
}

interface Gathered {
  fileNumber: number;
  pieces: Buffer[];
  bytes: number;
}

/**
 * Writes the images that arrive into a directory. That nothing was changed on the way is the channel's promise; what lies
 * on the disk is compared with the source's hashes before the copy is voted for (verify-images.ts).
 */
export class ImageReceiver {
  readonly #dir: string;
  #ready: ReadyFile | null;
  readonly #files = new Map<number, ReceivedFile>();
  #gathered: Gathered = { fileNumber: -1, pieces: [], bytes: 0 };
  #queue: Promise<unknown> = Promise.resolve();
  #syncs: Promise<unknown> = Promise.resolve();
  #onFailure: (error: unknown) => void;
  /** Bytes that wait to be written; the caller stops reading while there are too many. */
  waitingBytes = 0;
  receivedBytes = 0;
  /** Rounds of a pre-copy of which all is there, and the lengths of their files. */
  #rounds = 0;
  #openRound: number | null = null;
  readonly #ahead = new Map<string, number>();
  #takesRounds = false;

  /**
   * @param onFailure called when the disk refuses something, or what came makes no sense
   * @param ready becomes the first file of pages
   */
  constructor(dir: string, onFailure: (error: unknown) => void, ready: ReadyFile | null = null) {
    this.#dir = dir;
    this.#ready = ready;
    this.#onFailure = onFailure;
  }

  open(fileNumber: number, name: string): void {
    this.#flush();
    this.#enqueue(async () => {
      const read = readImageName(name);
      const wrong = this.#files.has(fileNumber) || this.#files.size + this.#ahead.size >= mostFiles;
      if (!read || wrong || !Number.isInteger(fileNumber)) throw new Error(`"${name}" is no name of an image`);
      if (read.round !== null) this.#enterRound(read.round);
      this.#files.set(fileNumber, { name, length: 0, unsynced: 0, ...(await this.#openFile(name)) });
    });
  }

  async #openFile(name: string): Promise<{ fd: number; mustBeCut: boolean }> {
    const file = path.join(this.#dir, name);
    const ready = pagesName.test(path.basename(name)) ? this.#ready : null;
    if (ready) this.#ready = null;
    const mustBeCut = (await ready?.become(file)) ?? false;
    return { fd: openSync(file, mustBeCut ? 'r+' : 'wx', 0o600), mustBeCut };
  }

  /** @param onWritten called when the piece no longer waits */
  write(fileNumber: number, data: Buffer, onWritten: () => void): void {
    this.receivedBytes += data.length;
    this.waitingBytes += data.length;
    if (this.#gathered.fileNumber !== fileNumber) this.#flush(onWritten);
    this.#gathered.fileNumber = fileNumber;
    this.#gathered.pieces.push(data);
    this.#gathered.bytes += data.length;
    if (this.#gathered.bytes >= gatherBytes) this.#flush(onWritten);
  }

  /** Rounds of a pre-copy may come before the dump. */
  takeRounds(): void {
    this.#takesRounds = true;
  }

  /** Waits until the files of a container are written that came ahead, and compares them with what was sent. Throws `images-differ`. */
  async finishAhead(sent: readonly SentFile[]): Promise<void> {
    const received = await this.#finishFiles();
    requireLengths(received, sent);
    this.#keepAhead(received);
  }

  #keepAhead(received: ReadonlyMap<string, number>): void {
    for (const [name, length] of received) this.#ahead.set(name, length);
  }

  /** The same of one round, whose files are then closed. Throws `images-differ`. */
  async finishRound(round: number, sent: readonly SentFile[]): Promise<void> {
    const received = await this.#finishFiles();
    if (round !== this.#openRound) throw differ(`round ${round} is not the one that came`);
    requireLengths(received, sent);
    if (received.size !== sent.length)
      throw differ(`${received.size} files of round ${round} came, not ${sent.length}`);
    this.#keepAhead(received);
    this.#rounds = round;
    this.#openRound = null;
  }

  /** Waits for all writes, then compares names and lengths, of all rounds too. Throws `images-differ`. */
  async finish(sent: readonly SentFile[], rounds = 0): Promise<void> {
    const received = await this.#finishFiles();
    if (rounds !== this.#rounds || this.#openRound !== null) throw differ(`${this.#rounds} rounds came, not ${rounds}`);
    requireLengths(new Map([...this.#ahead, ...received]), sent);
    const onDisk = listImages(this.#dir).length;
    if (onDisk !== sent.length) throw differ(`${onDisk} files lie there, ${sent.length} were sent`);
  }

  async #finishFiles(): Promise<Map<string, number>> {
    this.#flush();
    await this.#queue;
    for (const { fd, length, mustBeCut } of this.#files.values()) if (mustBeCut) await cut(fd, length);
    const received = new Map([...this.#files.values()].map(({ name, length }) => [name, length]));
    this.#closeLater();
    return received;
  }

  /** One after the other, and the dump itself only behind them. */
  #enterRound(round: number): void {
    if (!this.#takesRounds) throw new Error('rounds came, and none were planned');
    if (this.#openRound === round) return;
    if (this.#openRound !== null || round !== this.#rounds + 1) throw new Error(`round ${round} came out of turn`);
    makeRound(this.#dir, round);
    this.#openRound = round;
  }

  /** Ends without an outcome; what was written is left for the sweep. */
  abandon(): void {
    this.#closeLater();
    this.#onFailure = () => undefined;
  }

  /** A file must stay open while it is pushed to the disk, for which nobody waits here. */
  #closeLater(): void {
    const fds = [...this.#files.values()].map(({ fd }) => fd);
    this.#files.clear();
    const idle = Promise.all([this.#queue.catch(() => undefined), this.#syncs]);
    void idle.then(() => Promise.all(fds.map((fd) => closeFile(fd).catch(() => undefined))));
  }

  #flush(onWritten: () => void = () => undefined): void {
    const { fileNumber, pieces, bytes } = this.#gathered;
    if (bytes === 0) return;
    this.#gathered = { fileNumber: -1, pieces: [], bytes: 0 };
    this.#enqueue(async () => {
      const file = this.#files.get(fileNumber);
      if (!file) throw new Error(`data came for file ${fileNumber}, which was never opened`);
      const bytesWritten = await write(file, pieces, bytes);
      if (bytesWritten !== bytes) throw Object.assign(new Error('the disk took only a part'), { code: 'ENOSPC' });
      file.length += bytes;
      this.waitingBytes -= bytes;
      this.#syncSometimes(file, bytes);
      onWritten();
    });
  }

  #enqueue(action: () => Promise<void>): void {
    this.#queue = this.#queue.then(action);
    this.#queue.catch((error: unknown) => this.#onFailure(error));
  }

  #syncSometimes(file: ReceivedFile, bytes: number): void {
    file.unsynced += bytes;
    if (file.unsynced < syncEveryBytes) return;
    file.unsynced = 0;
    // Failures come again, and count, at the final sync.
    this.#syncs = this.#syncs.then(() => syncData(file.fd).catch(() => undefined));
  }
}

const write = async (file: ReceivedFile, pieces: Buffer[], bytes: number): Promise<number> =>
  bytes < smallBytes
    ? writevSync(file.fd, pieces, file.length)
    : (await writeAt(file.fd, pieces, file.length)).bytesWritten;

const requireLengths = (received: ReadonlyMap<string, number>, sent: readonly SentFile[]): void => {
  for (const { name, length } of sent) {
    const got = received.get(name);
    if (got !== length) throw differ(`${name} has ${got ?? 'no'} bytes and not ${length}`);
  }
};

export const differ = (seen: string): GodwitError =>
  new GodwitError({
    code: 'images-differ',
    message: `The images on the destination are not those of the source: ${seen}. CRIU would not notice and restore damaged memory.`,
    remedy: 'Start the run again; if it happens again, check memory and disk of the destination.',
  });
