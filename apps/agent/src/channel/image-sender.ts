import { closeSync, fstatSync, openSync, read, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { encodeControl, encodeDataHead, encodePacked, pieceBytes } from './frames.ts';
import type { SentFile, SourceMessage } from './messages.ts';
import { PagePacker } from './page-packer.ts';
import type { RateLimit } from './rate-limit.ts';
import { listFiles } from './round-names.ts';

const readAt = promisify(read);
const buffersInTurn = 3;
/** Smaller files are written in one go with their neighbours: a tree has seven of them for each process. */
const smallBytes = 1 << 15;
const gatherBytes = 1 << 18;
const pagesName = /(?:^|\/)pages-(.*)\.img$/;

interface SendBuffer {
  bytes: Buffer;
  /** Resolves when the channel has taken what was in it. */
  free: Promise<void>;
}

interface GrowingFile {
  name: string;
  number: number;
  /** Null for one that was sent whole. */
  fd: number | null;
  sent: number;
}

/**
 * Sends the images of a dump while CRIU writes them. Only `pages-*.img` is sent before the dump is complete: CRIU only
 * ever appends to it, and nearly all bytes are in it.
 */
export class ImageSender {
  readonly #dir: string;
  readonly #socket: TLSSocket;
  readonly #limit: RateLimit | null;
  readonly #packer: PagePacker | null;
  readonly #files = new Map<string, GrowingFile>();
  /** Page files that are not looked at while more are written; at the end they are. */
  readonly #complete = new Set<string>();
  #buffers: SendBuffer[] = Array.from({ length: buffersInTurn }, () => ({
    bytes: Buffer.allocUnsafeSlow(pieceBytes),
    free: Promise.resolve(),
  }));
  sentBytes = 0;

  /** @param limit null: as fast as the line carries it */
  constructor(dir: string, socket: TLSSocket, limit: RateLimit | null = null) {
    this.#dir = dir;
    this.#socket = socket;
    this.#limit = limit;
    // Where the line is not kept narrow the two CPUs would be what is waited for.
    this.#packer = limit === null ? null : new PagePacker();
  }

  /**
   * Sends what has been added to the page files.
   *
   * @param below directory of a round, with a slash at its end; empty for the dump itself
   * @returns how many bytes that was
   */
  async sendGrown(below = ''): Promise<number> {
    const before = this.sentBytes;
    const names = this.#list(below).filter((name) => pagesName.test(name) && !this.#complete.has(name));
    for (const name of names) await this.#sendRest(name);
    // One process after another: what a newer one stands beside has grown before it was looked at.
    const newest = Math.max(...names.map(numberOf));
    for (const name of names) if (numberOf(name) < newest) this.#complete.add(name);
    return this.sentBytes - before;
  }

  /** Sends one file that is written completely, ahead of the dump. */
  async sendAhead(name: string): Promise<void> {
    await this.#sendRest(name);
  }

  /** Sends the rest once nothing is written any more. @returns every file with its length; those of rounds belong to their round */
  async sendAll(below = ''): Promise<SentFile[]> {
    const names = this.#list(below).sort();
    // Where the line is kept narrow every piece waits for its turn.
    if (this.#limit === null) await this.#sendSmall(names);
    for (const name of names) await this.#sendRest(name);
    return names.map((name) => this.#close(name));
  }

  /** Sends one message; resolves when the channel has taken it. */
  async tell(message: SourceMessage): Promise<void> {
    await this.#write(encodeControl(message));
  }

  #list(below: string): string[] {
    return listFiles(path.join(this.#dir, below)).map((name) => below + name);
  }

  /** Files of which nothing was sent yet. */
  async #sendSmall(names: readonly string[]): Promise<void> {
    let gathered: Buffer[] = [];
    let bytes = 0;
    for (const name of names) {
      const file = path.join(this.#dir, name);
      if (this.#files.has(name) || statSync(file).size > smallBytes) continue;
      const frames = this.#frameWhole(name, readFileSync(file));
      gathered.push(...frames);
      bytes += frames.reduce((sum, { length }) => sum + length, 0);
      if (bytes < gatherBytes) continue;
      await this.#write(Buffer.concat(gathered));
      gathered = [];
      bytes = 0;
    }
    if (bytes > 0) await this.#write(Buffer.concat(gathered));
  }

  #frameWhole(name: string, content: Buffer): Buffer[] {
    const number = this.#files.size;
    this.#files.set(name, { name, number, fd: null, sent: content.length });
    this.sentBytes += content.length;
    const opened = encodeControl({ type: 'open', fileNumber: number, name });
    return content.length === 0 ? [opened] : [opened, encodeDataHead(number, content.length), content];
  }

  async #sendRest(name: string): Promise<void> {
    const file = this.#files.get(name) ?? (await this.#open(name));
    if (file.fd !== null) await this.#sendFrom(file, file.fd);
  }

  async #sendFrom(file: GrowingFile, fd: number): Promise<void> {
    for (let size = fstatSync(fd).size; file.sent < size; size = fstatSync(fd).size) {
      const buffer = this.#takeBuffer();
      await buffer.free;
      const wanted = Math.min(this.#limit?.pieceBytes ?? pieceBytes, pieceBytes, size - file.sent);
      const { bytesRead } = await readAt(fd, buffer.bytes, 0, wanted, file.sent);
      if (bytesRead === 0) return;
      const piece = buffer.bytes.subarray(0, bytesRead);
      const packed = (await this.#packer?.pack(piece)) ?? null;
      await this.#limit?.take(packed?.length ?? bytesRead);
      file.sent += bytesRead;
      this.sentBytes += bytesRead;
      if (packed === null) this.#socket.write(encodeDataHead(file.number, bytesRead));
      buffer.free = this.#write(packed === null ? piece : encodePacked(file.number, packed));
      // Whoever needs the buffer next learns of a failure.
      buffer.free.catch(() => undefined);
    }
    await Promise.all(this.#buffers.map(({ free }) => free));
  }

  /** A few buffers in turn: fresh ones would cost the kernel more than the encryption does. */
  #takeBuffer(): SendBuffer {
    const [next] = this.#buffers;
    if (!next) throw new Error('no buffer');
    this.#buffers = [...this.#buffers.slice(1), next];
    return next;
  }

  async #open(name: string): Promise<GrowingFile> {
    const fd = openSync(path.join(this.#dir, name), 'r');
    const file = { name, number: this.#files.size, fd, sent: 0 };
    this.#files.set(name, file);
    await this.tell({ type: 'open', fileNumber: file.number, name });
    return file;
  }

  #close(name: string): SentFile {
    const file = this.#files.get(name);
    if (!file) throw new Error(`${name} was never opened`);
    if (file.fd !== null) closeSync(file.fd);
    file.fd = null;
    return { name, length: file.sent };
  }

  /** Resolves when the bytes were taken, so that their buffer can be used again. */
  #write(bytes: Buffer): Promise<void> {
    if (this.#socket.destroyed) return Promise.reject(new Error('the channel is closed'));
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }
}

const numberOf = (name: string): number => Number(pagesName.exec(name)?.[1]);
