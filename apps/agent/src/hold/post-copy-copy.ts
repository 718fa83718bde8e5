import { closeSync } from 'node:fs';
import type { TLSSocket } from 'node:tls';
import {
  isExiting,
  keepUserfaults,
  lazyPagesArguments,
  lazyPagesLog,
  listUserfaults,
  parseLogLine,
} from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import { encodeControl } from '../channel/frames.ts';
import { type CriuEnd, CriuProcess } from './criu-process.ts';
import type { HoldContext } from './hold-context.ts';
import { makeRunCgroup } from './holding-cgroups.ts';
import { enterMemoryLost } from './memory-lost.ts';
import { PageRequests } from './page-requests.ts';
import { PageSocket, pageDescriptors } from './page-socket.ts';
import { PageStream } from './page-stream.ts';
import { criuFailure, measureImages } from './source-dump.ts';

const lookEveryMs = 20;
const readyMs = 10_000;

/**
 * Fetches the pages of a copy in a post-copy: `criu lazy-pages` answers the copy's page faults, its requests go over the channel. When the
 * last descriptor of its faults is closed too early, the kernel gives the copy zeros for every missing page, and it runs on with
 * them. So copies of these descriptors are kept here: a copy whose pages are lost stands still until it is ended.
 */
export class PostCopyCopy {
  readonly #context: HoldContext;
  readonly #channel: TLSSocket;
  readonly #pages = PageSocket.open();
  readonly #requests: PageRequests;
  #daemon: CriuProcess | null = null;
  /** The daemon's number of each descriptor, and ours. */
  readonly #kept = new Map<number, number>();
  #timer: NodeJS.Timeout | null = null;
  #receivedBytes = 0;
  #imageBytes = 0;
  readonly #expectedBytes: number | null;
  /** Resolves when the daemon has ended: with everything there, or not. */
  readonly ended: Promise<{ complete: boolean; why: string }>;
  #end: (outcome: { complete: boolean; why: string }) => void = () => undefined;

  /** @param expectedBytes of memory and images together; null when there is no estimate */
  constructor(context: HoldContext, channel: TLSSocket, expectedBytes: number | null) {
    this.#context = context;
    this.#channel = channel;
    this.#expectedBytes = expectedBytes;
    const stream = new PageStream(this.#pages.socket, channel);
    this.#requests = new PageRequests((request) => stream.pass(request));
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Starts the daemon; resolves when a restore may begin. */
  async start(criuPath: string): Promise<void> {
    const { paths, journal } = this.#context;
    this.#imageBytes = measureImages(paths.images);
    const cgroupDir = makeRunCgroup('criu', paths.runId);
    if (cgroupDir) journal.making({ type: 'cgroup', dir: cgroupDir });
    const argv = lazyPagesArguments({
      criuPath,
      imagesDir: paths.images,
      workDir: paths.work,
      descriptors: pageDescriptors,
    });
    const onLines = (lines: readonly string[]) =>
      this.#context.progress.addLines(lines.filter((line) => parseLogLine(line).level === 'error'));
    const { inherited: descriptors } = this.#pages;
    const daemon = new CriuProcess({ argv, paths, logName: lazyPagesLog, cgroupDir, onLines, descriptors });
    this.#daemon = daemon;
    this.#pages.started();
    if (daemon.identity) journal.append({ kind: 'facts', facts: { pageDaemon: daemon.identity } });
    void daemon.ended.then((end) => this.#daemonEnded(end));
    this.#pages.socket.on('data', (chunk: Buffer) => this.#ask(chunk));
    const timer = setTimeout(() => daemon.kill('it was not ready in time'), readyMs);
    await this.#pages.ready
      .catch(async () => {
        throw criuFailure('restore', await daemon.ended, daemon.lastLines);
      })
      .finally(() => clearTimeout(timer));
  }

  /** What comes over the channel behind the images. */
  get intake() {
    return { pages: (pages: Buffer) => this.#take(pages), pagesLost: (reason: string) => this.stop(reason) };
  }

  #take(pages: Buffer): void {
    this.#receivedBytes += pages.length;
    this.#context.progress.measureBytes(this.#imageBytes + this.#receivedBytes, this.#expectedBytes);
    if (!this.#pages.socket.write(pages)) {
      this.#channel.pause();
      this.#pages.socket.once('drain', () => this.#channel.resume());
    }
  }

  /**
   * While the copy is held: from here on the daemon's death gives nobody zeros.
   *
   * @throws GodwitError `criu-failed` when the descriptors cannot be had
   */
  keepFaults(): void {
    if (!this.#keepNew())
      throw new GodwitError({
        code: 'criu-failed',
        message:
          'The descriptors of the copy’s page faults cannot be kept, so a later fault could give it zeros for its memory. It was not allowed to run.',
        remedy: 'Move it by stop-and-copy.',
      });
    this.#timer = setInterval(() => this.#follow(), lookEveryMs);
  }

  /** With the release: the order to close, which ends the source, may pass. */
  allowClose(): void {
    this.#requests.allowClose();
  }

  /** The source, or the way to it, is lost; or the copy is ended. Nothing is asked of the source any more. */
  stop(why: string): void {
    this.#pages.socket.removeAllListeners('data');
    this.#end({ complete: false, why });
  }

  /** From the release on: until every page is there, or the copy is ended because some are lost. */
  async follow(endCopy: () => Promise<void>): Promise<void> {
    const { journal } = this.#context;
    const { complete, why } = await this.ended;
    const receivedBytes = this.#receivedBytes;
    if (!complete) await endCopy();
    journal.append({ kind: 'facts', facts: { pages: { complete, receivedBytes } } });
    await this.close(complete ? undefined : why);
    this.#context.progress.flush();
    this.#context.log(complete ? `all pages are here, ${receivedBytes} bytes` : `pages are lost: ${why}`);
    if (!complete) enterMemoryLost(this.#context, why);
  }

  /** After the copy is dead: ends the daemon and lets go of everything. */
  async close(reason?: string): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    if (reason !== undefined && this.#channel.writable)
      this.#channel.write(encodeControl({ type: 'pages-lost', reason: reason.slice(0, 300) }));
    this.#daemon?.kill('the copy does not need it any more');
    await this.#daemon?.ended;
    for (const fd of this.#kept.values()) closeSync(fd);
    this.#kept.clear();
    this.#pages.close();
    this.#channel.end();
  }

  #ask(chunk: Buffer): void {
    try {
      this.#requests.take(chunk);
    } catch (error) {
      this.stop(`criu lazy-pages asked for something unknown: ${error instanceof Error ? error.message : ''}`);
    }
  }

  #daemonEnded({ code, signal }: CriuEnd): void {
    const complete = code === 0 && this.#requests.closed;
    this.#end({ complete, why: complete ? '' : `criu lazy-pages ended (${signal ?? code}).` });
  }

  /** A process of the copy that ended, or has all of its pages, needs its descriptor no more; a new one may have come. */
  #follow(): void {
    const pid = this.#daemon?.identity?.pid;
    if (pid === undefined) return;
    const there = listUserfaults(pid);
    const gone = [...this.#kept.keys()].filter((fd) => !there.includes(fd));
    // Those of a daemon that dies are kept.
    if (isExiting(pid)) return;
    for (const fd of gone) {
      closeSync(this.#kept.get(fd) ?? -1);
      this.#kept.delete(fd);
    }
    this.#keepNew();
  }

  #keepNew(): boolean {
    const pid = this.#daemon?.identity?.pid;
    if (pid === undefined) return false;
    const fresh = listUserfaults(pid).filter((fd) => !this.#kept.has(fd));
    const copies = keepUserfaults(pid, fresh);
    fresh.forEach((fd, index) => {
      const copy = copies?.[index];
      if (copy !== undefined) this.#kept.set(fd, copy);
    });
    return copies !== null;
  }
}
