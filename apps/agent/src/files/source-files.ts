import type { CarriedFiles, CommandResult } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import type { HoldContext } from '../hold/hold-context.ts';
import type { SourceLink } from '../hold/source-link.ts';
import { FileSender, type SentRound } from './file-sender.ts';
import { requireOwnFiles } from './require-own-files.ts';
import { findUnplanned } from './unplanned-files.ts';

type Status = CommandResult<'stage-files'>;
export const nothingStaged: Status = { state: 'copied', files: 0, bytes: 0 };

/** Rounds before the freeze end when one sends no more than this, for so much also fits into the hold. */
const littleBytes = 8 << 20;
const mostRounds = 4;

/** The files of a workload on their way from the source: ahead of the freeze, and once more inside the hold. */
export class SourceFiles {
  readonly #context: HoldContext;
  readonly #plan: CarriedFiles;
  readonly #sender: FileSender;
  /** Rejects when the channel breaks or the destination failed. */
  readonly #broken: Promise<never>;
  #ahead: Promise<SentRound> | null = null;
  #result: SentRound | null = null;
  #sent: SentRound = { files: 0, bytes: 0, sentBytes: 0 };
  #onTaken: () => void = () => undefined;
  #isFrozen = false;

  private constructor(context: HoldContext, plan: CarriedFiles, link: SourceLink) {
    this.#context = context;
    this.#plan = plan;
    this.#sender = new FileSender(link, (sent) => this.#noteProgress(sent));
    link.onFilesTaken = () => this.#onTaken();
    this.#broken = link.received.then(() => Promise.reject(new Error('the destination answered out of turn')));
    this.#broken.catch(() => undefined);
  }

  /** Null where no plan of files was made: then nothing is looked at. Throws when something may not be read for another host. */
  static async over(
    context: HoldContext,
    { plan, pids }: { plan: CarriedFiles | undefined; pids: readonly number[] },
    link: SourceLink,
  ): Promise<SourceFiles | null> {
    if (plan === undefined) return null;
    await requireOwnFiles(plan, pids);
    return new SourceFiles(context, plan, link);
  }

  /** Throws while not all that was planned is copied ahead: the tree would stand still for it. */
  requireReady(): void {
    if (this.#plan.staged.length === 0 || this.#result !== null) return;
    throw new GodwitError({
      code: 'command-refused',
      message: 'The files of the workload are not copied ahead yet, so it was not frozen.',
      remedy: 'Let the run copy them first.',
    });
  }

  /** Begins at the first call, and says how far it is. Throws what made it fail. */
  async copyAhead(): Promise<Status> {
    this.#ahead ??= this.#copyAhead();
    if (this.#result === null) {
      const settled = new Promise((resolve) => setTimeout(resolve, 100));
      await Promise.race([this.#ahead, settled]);
    }
    const { files, bytes } = this.#result ?? this.#sent;
    return { state: this.#result === null ? 'copying' : 'copied', files, bytes };
  }

  /**
   * While everything stands still: sends what changed, and waits until the destination has compared and placed it.
   *
   * @param tasks the frozen ones
   */
  async copyFrozen(tasks: readonly { pid: number }[]): Promise<void> {
    const pids = tasks.map(({ pid }) => pid);
    const unplanned = findUnplanned(pids, this.#plan);
    if (unplanned.length > 0) throw openedSince(unplanned);
    if (this.#plan.staged.length === 0) return;
    this.#isFrozen = true;
    const sent = await this.#sendRound(true);
    this.#context.log(`${sent.files} files are in place there, ${sent.sentBytes} bytes were sent while frozen`);
  }

  async #copyAhead(): Promise<SentRound> {
    let sent: SentRound = { files: 0, bytes: 0, sentBytes: 0 };
    for (let round = 0; round < mostRounds; round++) {
      sent = await this.#sendRound(false);
      this.#context.log(`round ${round + 1} of the files: ${sent.sentBytes} of ${sent.bytes} bytes were sent`);
      if (sent.sentBytes <= littleBytes) break;
    }
    this.#result = sent;
    return sent;
  }

  async #sendRound(frozen: boolean): Promise<SentRound> {
    const taken = new Promise<void>((resolve) => {
      this.#onTaken = resolve;
    });
    const sent = await Promise.race([this.#sender.send(this.#plan.staged, frozen), this.#broken]);
    await Promise.race([taken, this.#broken]);
    this.#noteProgress(sent);
    // While everything stands still, no message is sent before its time.
    if (!frozen) this.#context.progress.flush();
    return sent;
  }

  #noteProgress(sent: SentRound): void {
    this.#sent = { ...sent };
    const expectedBytes = this.#plan.staged.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#context.progress.measureFiles({ frozen: this.#isFrozen, ...this.#sent, expectedBytes });
  }
}

const openedSince = (files: readonly string[]): GodwitError =>
  new GodwitError({
    code: 'process-changed',
    message: `Since the plan was made the workload opened files for writing that are private to this host (${files.slice(0, 3).join(', ')}), so they were not copied and the move was given up. The workload runs on.`,
    remedy: 'Run the preflight again; if the files come and go, declare the directory they lie in as a data directory.',
  });
