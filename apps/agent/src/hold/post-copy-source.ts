import { setTimeout as sleep } from 'node:timers/promises';
import type { SourceState } from '@godwit/domain/run';
import { encodeControl } from '../channel/frames.ts';
import type { CriuEnd, CriuProcess } from './criu-process.ts';
import type { HoldContext } from './hold-context.ts';
import type { HoldCommands } from './hold-protocol.ts';
import { ensurePagePipes } from './page-pipes.ts';
import { nonsenseRequest, PageRequests } from './page-requests.ts';
import { PageSocket } from './page-socket.ts';
import { PageStream } from './page-stream.ts';
import { endCommitted, leaveAddress, leaveCompletely } from './source-endings.ts';
import type { SourceLink } from './source-link.ts';

type CommitAnswer = HoldCommands['commit-source']['result'];

const letGoMs = 3000;
/** How long the end of a tree of many gigabytes may take on a host that is busy. */
const killMs = 10_000;

/** Looks whether pages can be served from this host at all, and makes ready for it. Throws before anything stands still. */
export const preparePostCopy = (context: HoldContext, link: SourceLink): PostCopySource => {
  context.journal.append({ kind: 'facts', facts: { postCopy: true } });
  ensurePagePipes(context);
  return new PostCopySource(link, (served) => context.progress.measureBytes(link.sender.sentBytes + served, null));
};

/**
 * The source's pages in a post-copy. CRIU stands ready to serve them while the tree is behind its fence. Before the commit the order to
 * close never reaches CRIU; after it the tree never runs again, whatever happens.
 */
export class PostCopySource {
  readonly pages = PageSocket.open();
  readonly #requests: PageRequests;
  readonly #link: SourceLink;
  /** Resolves with the reason when the destination cannot take pages any more. */
  readonly lost: Promise<string>;
  readonly #stream: PageStream;
  readonly #committed: Promise<void>;
  #commit: () => void = () => undefined;
  #leaving: Promise<'gone'> | null = null;

  constructor(link: SourceLink, onServed: (bytes: number) => void) {
    this.#link = link;
    this.#requests = new PageRequests((request) => this.pages.socket.write(request));
    this.#stream = new PageStream(this.pages.socket, link.socket, link.limit);
    this.#stream.start(onServed);
    link.onPages = (requests) => {
      try {
        this.#requests.take(requests);
      } catch (error) {
        link.socket.destroy(error instanceof Error ? error : undefined);
      }
    };
    this.#committed = new Promise((resolve) => {
      this.#commit = resolve;
    });
    this.lost = new Promise((resolve) => {
      link.onPagesLost = resolve;
    });
  }

  get servedBytes(): number {
    return this.#stream.passedBytes;
  }

  /** Waits until every task stands still, all but the pages is written, and pages can be asked for; or until CRIU has ended. */
  waitUntilReady(criu: CriuProcess): Promise<{ script: number } | { end: CriuEnd }> {
    const ready = this.pages.ready.then(() => ({ script: 0 }));
    return Promise.race([ready.catch(() => criu.ended.then((end) => ({ end }))), criu.ended.then((end) => ({ end }))]);
  }

  /**
   * Before the commit: makes CRIU let go of the tree, which stays behind its fence. One that injects code into the tree is left to
   * come to its end first, as long as there is patience.
   */
  async letGo(criu: CriuProcess, patienceMs: number): Promise<void> {
    await Promise.race([this.pages.ready.catch(() => undefined), criu.ended, sleep(patienceMs)]);
    if (criu.isRunning) this.pages.socket.write(nonsenseRequest());
    await criu.endWithin(letGoMs);
    this.pages.close();
  }

  /**
   * After the commit: serves until CRIU has ended by killing the tree, which it does when the destination has everything.
   *
   * @returns `gone` when that was so and the tree is proved gone; else `committed`: pages are lost, and the tree stands where it is
   */
  async serve(context: HoldContext, criu: CriuProcess): Promise<'gone' | 'committed'> {
    if (context.journal.state === 'held') context.enter('committed');
    this.#commit();
    this.#requests.allowClose();
    const ended = criu.ended.then((end) => ({ end }));
    const first = await Promise.race([ended, this.lost.then((reason) => ({ reason }))]);
    // The destination closes its end of the channel as soon as it has everything; CRIU then still kills the tree.
    const after = 'end' in first || this.#requests.closed ? await ended : first;
    if ('end' in after && after.end.code === 0 && this.#requests.closed) {
      return this.#leave(context, criu);
    }
    const reason =
      'reason' in after ? after.reason : `CRIU on the source ended (${after.end.signal ?? after.end.code}).`;
    context.log(`pages are lost: ${reason}`);
    await this.#tellLoss(reason);
    return 'committed';
  }

  /** What may be known as soon as the commit stands: the tree never runs here again, and its address has left. */
  async describeCommitted({ journal }: HoldContext, ending: Promise<SourceState>): Promise<CommitAnswer> {
    await Promise.race([this.#committed, ending]);
    const { state } = journal;
    if (state !== 'committed' && state !== 'gone') return { state: state as SourceState };
    const addressDropped = await leaveAddress(journal).catch(() => undefined);
    const proof = { provedAt: new Date().toISOString(), ...(addressDropped !== undefined && { addressDropped }) };
    return { state, [state === 'gone' ? 'gone' : 'fenced']: proof };
  }

  /** After the commit, when nobody needs the pages any more: ends the tree where it stands. */
  async end(context: HoldContext, criu: CriuProcess | null): Promise<SourceState> {
    if (context.journal.state === 'gone') return 'gone';
    // Once the order to close has passed, CRIU is ending the tree itself, and is only late.
    if (this.#requests.closed) await criu?.endWithin(killMs);
    criu?.kill('nobody needs the pages any more');
    await criu?.ended;
    return this.#leave(context, criu);
  }

  /** Once, however many ways lead here: the end of CRIU, and somebody who asks for the end of the tree. */
  #leave(context: HoldContext, criu: CriuProcess | null): Promise<'gone'> {
    this.#leaving ??= this.#leaveOnce(context, criu).finally(() => {
      this.#leaving = null;
    });
    return this.#leaving;
  }

  async #leaveOnce(context: HoldContext, criu: CriuProcess | null): Promise<'gone'> {
    if (context.journal.state !== 'gone') await endCommitted(context, criu);
    this.pages.close();
    void leaveCompletely(context);
    return 'gone';
  }

  async #tellLoss(reason: string): Promise<void> {
    const { socket } = this.#link;
    if (socket.writable) await new Promise((told) => socket.write(encodeControl({ type: 'pages-lost', reason }), told));
    socket.end();
  }
}
