import type { NumberedMessage } from '@godwit/agent-protocol';
import { SpoolFile } from './spool-file.ts';
import { formatHead, formatMessage } from './spool-lines.ts';

/** Acknowledged lines are cut out of the file once they make up this much. */
const compactAtBytes = 256 * 1024;

interface Entry {
  message: NumberedMessage;
  line: string;
}

/**
 * Messages that the server has not acknowledged, in memory and in one file, in the order of their numbers. A message is
 * handed out only after it was synced to disk, so a number that the server has seen is never given to another message.
 */
export class Spool {
  readonly #file: SpoolFile;
  #entries: Entry[];
  #next: number;
  /** Highest number that was in the file when it was opened. */
  readonly #loaded: number;
  #durable: number;
  #pendingBytes: number;
  #work: Promise<void> = Promise.resolve();

  private constructor(file: SpoolFile, messages: NumberedMessage[], next: number) {
    this.#file = file;
    this.#entries = messages.map((message) => ({ message, line: formatMessage(message) }));
    this.#next = next;
    this.#loaded = next - 1;
    this.#durable = next - 1;
    this.#pendingBytes = sizeOf(this.#entries);
  }

  /** Opens or makes the spool in a folder. */
  static open(folder: string): Spool {
    const { file, content } = SpoolFile.open(folder);
    return new Spool(file, content.messages, content.next);
  }

  /** Bytes of what is not acknowledged. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Number of the oldest message still here; that of the next one when none is. */
  get oldest(): number {
    return this.#entries[0]?.message.number ?? this.#next;
  }

  /** Gives the message its number and resolves when it is on disk. Messages appended meanwhile share one sync. */
  append(message: Omit<NumberedMessage, 'number'>): Promise<void> {
    const numbered = { ...message, number: this.#next };
    const line = formatMessage(numbered);
    this.#next += 1;
    this.#entries.push({ message: numbered, line });
    this.#pendingBytes += Buffer.byteLength(line);
    return this.flush();
  }

  /** Writes what is not on disk yet; worth calling again after a failure such as a full disk. */
  flush(): Promise<void> {
    return this.#enqueue(() => this.#write());
  }

  /** Durable messages with numbers above `after`, oldest first. */
  listAfter(after: number, limit: number): NumberedMessage[] {
    const start = this.#entries.findIndex(({ message }) => message.number > after);
    if (start < 0) return [];
    const some = this.#entries.slice(start, start + limit).map(({ message }) => message);
    return some.filter((message) => message.number <= this.#durable);
  }

  /**
   * Forgets everything up to `number`. A number beyond what this spool ever gave means that the folder was lost or put back
   * to an older state: what came out of the file is then known to the server; what was made since is numbered anew.
   */
  acknowledge(number: number): Promise<void> {
    if (number >= this.#next) return this.#renumber(number + 1);
    const kept = this.#entries.findIndex(({ message }) => message.number > number);
    const gone = this.#entries.splice(0, kept < 0 ? this.#entries.length : kept);
    this.#pendingBytes -= sizeOf(gone);
    if (this.#file.bytes - this.#pendingBytes < compactAtBytes) return Promise.resolve();
    return this.#enqueue(() => this.#rewrite());
  }

  /** Waits for the disk and closes the file. */
  close(): Promise<void> {
    return this.#enqueue(() => this.#file.close());
  }

  #renumber(first: number): Promise<void> {
    const unknown = this.#entries.filter(({ message }) => message.number > this.#loaded);
    this.#entries = unknown.map(({ message }, index) => {
      const renumbered = { ...message, number: first + index };
      return { message: renumbered, line: formatMessage(renumbered) };
    });
    this.#next = first + this.#entries.length;
    this.#durable = first - 1;
    this.#pendingBytes = sizeOf(this.#entries);
    return this.#enqueue(() => this.#rewrite());
  }

  #enqueue(task: () => Promise<void>): Promise<void> {
    const done = this.#work.then(task);
    this.#work = done.catch(() => undefined);
    return done;
  }

  async #write(): Promise<void> {
    if (this.#file.mustBeRewritten) return this.#rewrite();
    const fresh = this.#entries.filter(({ message }) => message.number > this.#durable);
    if (fresh.length === 0) return;
    const last = this.#next - 1;
    await this.#file.append(fresh.map(({ line }) => line).join(''));
    this.#durable = last;
  }

  async #rewrite(): Promise<void> {
    const last = this.#next - 1;
    const lines = this.#entries.map(({ line }) => line).join('');
    await this.#file.rewrite(formatHead(this.oldest) + lines);
    this.#durable = last;
  }
}

const sizeOf = (entries: Entry[]): number => entries.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0);
