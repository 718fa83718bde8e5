import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder, writeFileDurably } from '../../configuration/write-file-durably.ts';
import { parseSpool, type SpoolContent } from './spool-lines.ts';

/** The file behind a spool: lines are appended and synced; now and then it is written anew. */
export class SpoolFile {
  readonly #path: string;
  #bytes: number;
  #handle: FileHandle | undefined;
  #torn = false;

  private constructor(file: string, bytes: number) {
    this.#path = file;
    this.#bytes = bytes;
  }

  /** Opens or makes the file in a folder; a torn last line is cut off. */
  static open(folder: string): { file: SpoolFile; content: SpoolContent } {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = path.join(folder, 'messages.jsonl');
    if (!existsSync(file)) writeFileSync(file, '', { mode: 0o600 });
    const content = parseSpool(readFileSync(file));
    truncateSync(file, content.soundBytes);
    syncFolder(folder);
    return { file: new SpoolFile(file, content.soundBytes), content };
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** After a write failed half-way (disk full) nothing may be appended behind the torn line. */
  get mustBeRewritten(): boolean {
    return this.#torn;
  }

  async append(lines: string): Promise<void> {
    this.#torn = true;
    this.#handle ??= await open(this.#path, 'a', 0o600);
    await this.#handle.appendFile(lines);
    await this.#handle.datasync();
    this.#torn = false;
    this.#bytes += Buffer.byteLength(lines);
  }

  async rewrite(content: string): Promise<void> {
    await this.close();
    writeFileDurably(this.#path, content);
    this.#torn = false;
    this.#bytes = Buffer.byteLength(content);
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }
}
