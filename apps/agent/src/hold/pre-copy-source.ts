import { readFileSync, statfsSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listTree, requirePermitted } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import { decideNextRound, type PreCopyRound, type StopReason } from '@godwit/domain/pre-copy';
import type { HashedFile, Manifest, SentFile } from '../channel/messages.ts';
import { makeRound, roundDirectory } from '../channel/round-names.ts';
import { hashImages } from '../channel/verify-images.ts';
import type { CriuProcess } from './criu-process.ts';
import type { HoldContext } from './hold-context.ts';
import type { HoldCommands } from './hold-protocol.ts';
import { isUnfreezeLine, startPreDumpCriu } from './pre-dump-criu.ts';
import { refused } from './refused.ts';
import { criuFailure, readFrozenUs, removeFigures } from './source-dump.ts';
import type { SourceLink } from './source-link.ts';
import { StandstillWatch } from './standstill-watch.ts';
import { describeTreeBefore } from './thaw-proof.ts';

type Request = HoldCommands['pre-dump']['request'];
type Status = HoldCommands['pre-dump']['result'];

const usualRoundSeconds = 120;
const askAgainMs = 100;

/** Looks whether a pre-copy of this tree can be true to it. Throws before anything is made. */
export const preparePreCopy = (
  context: HoldContext,
  link: SourceLink,
  { pid, container, rehearsal, keepCheckpoint }: HoldCommands['prepare-source']['request'],
): PreCopySource => {
  if (container) throw impossible('the runtimes of containers give no way to dump in rounds');
  if (rehearsal) throw impossible('a rehearsal has no rounds');
  if (keepCheckpoint) throw impossible('what is kept on the source must be one whole checkpoint, and rounds are not');
  requireTrackable(pid);
  return new PreCopySource(context, link, pid);
};

/**
 * The rounds of a pre-copy on the source: each is dumped while the tree runs, sent while it is written, and hashed. What fails here harms
 * nothing: CRIU holds the tree only while it takes references to its pages, without lock, hook or fence, and lets go when it ends.
 */
export class PreCopySource {
  readonly #context: HoldContext;
  readonly #link: SourceLink;
  readonly #pid: number;
  readonly #rounds: PreCopyRound[] = [];
  readonly #files: HashedFile[] = [];
  #running: Promise<StopReason | null> | null = null;
  #stoppedBecause: StopReason | null = null;
  #isDone = false;
  #isGivenUp = false;
  #criu: CriuProcess | null = null;
  #isTreeFree = false;
  #freeThere = Number.POSITIVE_INFINITY;

  constructor(context: HoldContext, link: SourceLink, pid: number) {
    this.#context = context;
    this.#link = link;
    this.#pid = pid;
  }

  /** Begins at the first call, and says how far it is. Throws what made it fail. */
  async ask(request: Request): Promise<Status> {
    const { state: side } = this.#context.journal;
    if (side !== 'prepared' || this.#isGivenUp)
      throw refused(`The source is "${side}" and not prepared, so no memory was copied ahead.`);
    requirePermitted('dump', request.criuArguments);
    this.#running ??= this.#carryOut(request);
    // Whoever asks next learns of a failure.
    this.#running.catch(() => undefined);
    if (!this.#isDone) await Promise.race([this.#running, sleep(askAgainMs)]);
    const state = this.#isDone ? 'done' : 'running';
    return { state, rounds: [...this.#rounds], stoppedBecause: this.#stoppedBecause };
  }

  /** Throws while rounds go on or have failed, or when what they brought cannot be relied upon. */
  requireDone(): void {
    if (!this.#running) return;
    if (!this.#isDone) throw refused('The memory is not copied ahead yet, so the tree was not frozen.');
    requireTrackable(this.#pid);
  }

  /** What the dump is taken upon; undefined without rounds. */
  get lastRound(): string | undefined {
    return this.#rounds.length === 0 ? undefined : roundDirectory(this.#rounds.length);
  }

  /** What the manifest says of the rounds, before the files of the dump. */
  describe(files: readonly SentFile[]): Pick<Manifest, 'files' | 'rounds'> {
    const ahead = this.#files.map(({ name, length }) => ({ name, length }));
    return { files: [...ahead, ...files], rounds: this.#rounds.length };
  }

  /** Hashed while the tree ran. */
  get hashed(): readonly HashedFile[] {
    return this.#files;
  }

  /** The run is given back: CRIU comes to the end of its hold on the tree first, where its death could take a task with it. */
  async giveUp(): Promise<void> {
    this.#isGivenUp = true;
    while (this.#criu?.isRunning && !this.#isTreeFree) await Promise.race([this.#criu.ended, sleep(5)]);
    this.#criu?.kill('the run was given back');
    await this.#criu?.ended;
    await this.#running?.catch(() => undefined);
  }

  async #carryOut(request: Request): Promise<StopReason | null> {
    try {
      for (;;) {
        this.#stoppedBecause = decideNextRound(this.#rounds, request.stopRule, this.#freeBytes());
        if (this.#stoppedBecause || this.#isGivenUp) break;
        await this.#round(this.#rounds.length + 1, request);
      }
    } catch (error) {
      throw await this.#link.explain(error);
    }
    this.#isDone = !this.#isGivenUp;
    return this.#stoppedBecause;
  }

  async #round(number: number, request: Request): Promise<void> {
    const { journal, paths, log } = this.#context;
    requireTrackable(this.#pid);
    const startedAt = performance.now();
    journal.append({ kind: 'facts', facts: describeTreeBefore(listTree(this.#pid)) });
    makeRound(paths.images, number);
    removeFigures(paths);
    await this.#dump(number, request);
    if (this.#isGivenUp) return;
    const frozenUs = readFrozenUs(paths);
    removeFigures(paths);
    const files = await this.#link.sender.sendAll(`${roundDirectory(number)}/`);
    const [hashed, freeThere] = await Promise.all([
      hashImages(paths.images, files),
      this.#link.tellRound(number, files),
    ]);
    this.#freeThere = freeThere;
    this.#files.push(...hashed);
    const pages = files.filter(({ name }) => /\/pages-\d+\.img$/.test(name));
    for (const { name, length } of pages) leaveHole(path.join(paths.images, name), length);
    const bytes = pages.reduce((sum, { length }) => sum + length, 0);
    this.#rounds.push({ bytes, frozenUs, tookMs: Math.round(performance.now() - startedAt) });
    this.#measure();
    log(`round ${number} of the memory: ${bytes} bytes are sent, the tree stood still for ${frozenUs ?? '?'} µs`);
  }

  /** Sends while CRIU writes. Whatever fails, it is not left before CRIU has ended. */
  async #dump(number: number, request: Request): Promise<void> {
    const { journal } = this.#context;
    this.#isTreeFree = false;
    const watch = new StandstillWatch(request.holdSeconds, (why) => this.#criu?.kill(why));
    const criu = startPreDumpCriu(this.#context, {
      criuPath: request.criuPath,
      options: request.criuArguments,
      pid: this.#pid,
      round: number,
      onLine: (text) => {
        this.#isTreeFree ||= isUnfreezeLine(text);
        watch.read(text);
      },
    });
    this.#criu = criu;
    if (criu.identity) journal.append({ kind: 'facts', facts: { criu: criu.identity } });
    const ended = criu.endWithin((request.roundSeconds ?? usualRoundSeconds) * 1000);
    try {
      while (criu.isRunning && !this.#isGivenUp) {
        if ((await this.#link.sender.sendGrown(`${roundDirectory(number)}/`)) === 0)
          await Promise.race([ended, sleep(5)]);
        this.#measure();
      }
    } finally {
      await ended;
      watch.end();
    }
    const end = await criu.ended;
    if (end.code !== 0 && !this.#isGivenUp) throw criuFailure('pre-dump', end, criu.lastLines);
  }

  #measure(): void {
    this.#context.progress.measureBytes(this.#link.sender.sentBytes, null);
  }

  #freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.#context.paths.images);
    return Math.min(bavail * bsize, this.#freeThere);
  }
}

/** Of the rounds before it CRIU reads only which pages they hold: those that are sent need no memory here any more. */
const leaveHole = (file: string, length: number): void => {
  truncateSync(file, 0);
  truncateSync(file, length);
};

/**
 * The kernel keeps no account of what is written to hugetlb pages (clear_refs leaves them out; Linux 6.1, fs/proc/task_mmu.c), and CRIU
 * would take the old ones for what is there now. Asked again before each round and the dump: one that appeared since is new to CRIU once.
 */
const requireTrackable = (rootPid: number): void => {
  for (const { pid } of listTree(rootPid)) {
    if (!/^VmFlags:.* ht\b/m.test(readMaps(pid))) continue;
    throw impossible(`process ${pid} uses huge pages (hugetlb), of which the kernel does not tell which ones changed`);
  }
};

const readMaps = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/smaps`, 'utf8');
  } catch (error) {
    // One that has ended since has no memory any more.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
};

const impossible = (why: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `Pre-copy is not possible here: ${why}.`,
    remedy: 'Choose stop-and-copy or post-copy for this move.',
  });
