import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, readlink, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { GodwitError } from '@godwit/domain/errors';
import type { Journal } from '../hold/journal.ts';
import { applyMetadata } from './apply-metadata.ts';
import { digestOf, readBlocks } from './block-digest.ts';
import { type FileEntry, type FileMessage, fileMessageSchema, type Ownership } from './file-messages.ts';
import { placeArea } from './place-files.ts';
import type { StagingArea } from './staging-area.ts';

interface OpenFile {
  handle: FileHandle;
  at: number;
  written: boolean;
}

export interface ReceiverEvents {
  /** A round is on disk, compared and, where it is to be, in place. */
  taken: (frozen: boolean) => void;
  failed: (error: unknown) => void;
}

/**
 * Builds the files that arrive in their areas, compares them with what the source read, and puts them in place. Names are
 * followed only through directories that came in the same round, so that no link leads out of an area.
 */
export class FileReceiver {
  readonly #areas: readonly StagingArea[];
  readonly #journal: Journal;
  readonly #events: ReceiverEvents;
  readonly #parents = new Map<string, Ownership>();
  /** Per area, what the round that runs listed, by name. */
  #listed = new Map<StagingArea, Map<string, FileEntry>>();
  /** What was applied to files and directories last, by area and name, as text. */
  readonly #applied = new Map<string, string>();
  #unsynced = new Set<string>();
  #file: OpenFile | null = null;
  #isFrozen = false;
  #isOver = false;
  #queue: Promise<unknown> = Promise.resolve();
  /** Bytes that wait to be written. */
  waitingBytes = 0;
  /** The last round is in place. */
  isPlaced = false;

  constructor(areas: readonly StagingArea[], journal: Journal, events: ReceiverEvents) {
    this.#areas = areas;
    this.#journal = journal;
    this.#events = events;
  }

  /** Takes one message of the source. Throws when it makes no sense. */
  take(raw: unknown): void {
    const message = fileMessageSchema.parse(raw);
    this.#enqueue(() => this.#carryOut(message));
  }

  /** A piece of the file that is open. */
  takeData(data: Buffer, onWritten: () => void): void {
    this.waitingBytes += data.length;
    this.#enqueue(async () => {
      const file = this.#requireOpen();
      for (let done = 0; done < data.length; ) {
        const { bytesWritten } = await file.handle.write(data, done, data.length - done, file.at);
        done += bytesWritten;
        file.at += bytesWritten;
      }
      file.written = true;
      this.waitingBytes -= data.length;
      onWritten();
    });
  }

  /** Resolves when everything that came so far is done. */
  async settle(): Promise<void> {
    await this.#queue;
  }

  /** Takes nothing any more, and resolves when nothing is under way: only then may be undone what was made. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#queue.catch(() => undefined);
    await this.#file?.handle.close().catch(() => undefined);
    this.#file = null;
  }

  #enqueue(action: () => Promise<void>): void {
    this.#queue = this.#queue.then(() => (this.#isOver ? undefined : action()));
    this.#queue.catch((error: unknown) => {
      this.#isOver = true;
      this.#events.failed(error);
    });
  }

  async #carryOut(message: FileMessage): Promise<void> {
    switch (message.type) {
      case 'files-begin':
        this.#isFrozen = message.frozen;
        this.#listed = new Map();
        return;
      case 'files-parent':
        this.#parents.set(message.path, message);
        return;
      case 'files-open':
        return this.#open(this.#areaOf(message.root), message.name);
      case 'files-at':
        this.#requireOpen().at = message.offset;
        return;
      case 'files-entry':
        return this.#takeEntry(message);
      case 'files-end':
        return this.#endRound();
    }
  }

  #areaOf(root: number): StagingArea {
    const area = this.#areas[root];
    if (!area || (this.#isFrozen && area.root.kind === 'missing')) throw nonsense(`root ${root} is not on its way`);
    return area;
  }

  /** Where a name lies in its area. Its directories must have come before, as directories. */
  #pathOf(area: StagingArea, name: string): string {
    const parent = name === '' ? null : path.posix.dirname(name) === '.' ? '' : path.posix.dirname(name);
    if (parent !== null && this.#listed.get(area)?.get(parent)?.kind !== 'directory')
      throw nonsense(`${name} came before its directory`);
    return name === '' ? area.content : path.posix.join(area.content, name);
  }

  async #open(area: StagingArea, name: string): Promise<void> {
    const at = this.#pathOf(area, name);
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    if (!((await lookAt(at))?.isFile() ?? true)) await rm(at, { recursive: true, force: true });
    this.#file = { handle: await open(at, flags, 0o600), at: 0, written: false };
  }

  #requireOpen(): OpenFile {
    if (this.#file === null) throw nonsense('a piece came for no file');
    return this.#file;
  }

  async #takeEntry(entry: FileEntry): Promise<void> {
    const area = this.#areaOf(entry.root);
    const at = this.#pathOf(area, entry.name);
    if (entry.kind === 'file') await this.#closeFile(area, entry, at);
    else if (entry.kind === 'directory') await makeDirectory(at);
    else await makeLink(at, entry.target ?? '');
    const listed = this.#listed.get(area) ?? new Map<string, FileEntry>();
    this.#listed.set(area, listed.set(entry.name, entry));
  }

  async #closeFile(area: StagingArea, entry: FileEntry, at: string): Promise<void> {
    const file = this.#requireOpen();
    this.#file = null;
    try {
      if ((await file.handle.stat()).size !== entry.size) {
        await file.handle.truncate(entry.size);
        file.written = true;
      }
      if (this.#isFrozen || area.root.kind === 'missing') await requireSame(file.handle, area, entry);
      if (file.written) this.#noteChange(area, entry.name, at);
    } finally {
      await file.handle.close();
    }
  }

  #noteChange(area: StagingArea, name: string, at: string): void {
    this.#unsynced.add(at);
    this.#applied.delete(`${area.number}:${name}`);
  }

  async #endRound(): Promise<void> {
    const areas = this.#areas.filter(({ root }) => !this.#isFrozen || root.kind !== 'missing');
    for (const area of areas) await this.#completeArea(area);
    for (const at of this.#unsynced) await syncOne(at);
    this.#unsynced = new Set();
    for (const area of areas) {
      if (!this.#isFrozen && area.root.kind !== 'missing') continue;
      const entry = this.#listed.get(area)?.get('');
      await placeArea(area, { journal: this.#journal, parents: this.#parents, entry });
    }
    this.isPlaced ||= this.#isFrozen;
    this.#events.taken(this.#isFrozen);
  }

  /** Removes what the source no longer has, and gives everything its owner, mode, attributes and time; directories last. */
  async #completeArea(area: StagingArea): Promise<void> {
    const listed = this.#listed.get(area) ?? new Map<string, FileEntry>();
    const removed = await removeOthers(area.content, listed);
    for (const name of removed) this.#noteChange(area, name, path.posix.join(area.content, name));
    for (const [name, entry] of [...listed].reverse()) {
      const text = JSON.stringify(entry);
      const key = `${area.number}:${name}`;
      if (this.#applied.get(key) === text) continue;
      const at = name === '' ? area.content : path.posix.join(area.content, name);
      await applyMetadata(at, entry);
      if (entry.kind !== 'symlink') this.#unsynced.add(at);
      this.#applied.set(key, text);
    }
  }
}

const lookAt = (at: string): Promise<Stats | null> => lstat(at).catch(() => null);

const makeDirectory = async (at: string): Promise<void> => {
  const stats = await lookAt(at);
  if (stats?.isDirectory()) return;
  if (stats) await rm(at, { force: true });
  await mkdir(at, { mode: 0o700 });
};

const makeLink = async (at: string, target: string): Promise<void> => {
  const stats = await lookAt(at);
  if (stats?.isSymbolicLink() && (await readlink(at)) === target) return;
  if (stats) await rm(at, { recursive: true, force: true });
  await symlink(target, at);
};

/** Removes what lies in an area and was not listed. @returns names of the directories in which something was removed */
const removeOthers = async (content: string, listed: ReadonlyMap<string, FileEntry>): Promise<string[]> => {
  if (!listed.has('')) {
    await rm(content, { recursive: true, force: true });
    return [];
  }
  const changed: string[] = [];
  for (const [name, { kind }] of listed) {
    if (kind !== 'directory') continue;
    const dir = path.posix.join(content, name);
    const others = (await readdir(dir)).filter((one) => !listed.has(path.posix.join(name, one)));
    for (const other of others) await rm(path.posix.join(dir, other), { recursive: true, force: true });
    if (others.length > 0) changed.push(name);
  }
  return changed;
};

/** Reads what lies there now, whatever was written: it must be what the source read. */
const requireSame = async (handle: FileHandle, area: StagingArea, entry: FileEntry): Promise<void> => {
  const hashes: Buffer[] = [];
  for await (const { hash } of readBlocks(handle)) hashes.push(hash);
  if (digestOf(hashes) !== entry.digest)
    throw new GodwitError({
      code: 'files-differ',
      message: `${path.posix.join(area.root.path, entry.name)} is not the same on the destination after it was copied, so the copy is not built.`,
      remedy: 'Try again; if it happens again, check memory and disk of both hosts.',
    });
};

const syncOne = async (at: string): Promise<void> => {
  const handle = await open(at, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null);
  if (handle === null) return;
  await handle.sync().finally(() => handle.close());
};

const nonsense = (seen: string): Error => new Error(`of the files ${seen}`);
