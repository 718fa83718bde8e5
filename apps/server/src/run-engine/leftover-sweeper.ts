import { GodwitError } from '@godwit/domain/errors';
import { findRun, listLeftovers, type RunSideRecord, settleSide } from '@godwit/history-store';
import { Doorbell } from '../live/doorbell.ts';
import { discardCopy } from './compensations/discard-copy.ts';
import { giveSourceBack } from './compensations/give-source-back.ts';
import type { EngineParts } from './engine-parts.ts';
import { TermLost } from './interruptions.ts';
import { keepOnSource, whyKept } from './keep-on-source.ts';
import { RunContext } from './run-context.ts';

const reason = 'The run ended while this host was away.';

/** Tidies hosts that were away when one of their runs ended: as soon as they connect, whatever it left there is undone. */
export class LeftoverSweeper {
  readonly #parts: EngineParts;
  readonly #epoch: number;
  readonly #signal: AbortSignal;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: EngineParts, epoch: number, signal: AbortSignal) {
    this.#parts = parts;
    this.#epoch = epoch;
    this.#signal = signal;
  }

  /** Gives the function that ends it. */
  start(): () => Promise<void> {
    const stop = this.#parts.wakeUps.listen((wakeUp) => {
      if (wakeUp.about !== 'host' || !this.#parts.agents.isConnected(wakeUp.hostId)) return;
      this.#work = this.#work.then(() => this.#sweepHost(wakeUp.hostId));
    });
    return async () => {
      stop();
      await this.#work;
    };
  }

  async #sweepHost(hostId: string): Promise<void> {
    if (this.#signal.aborted) return;
    try {
      for (const side of await listLeftovers(this.#parts.store.database, hostId)) await this.#sweepSide(side);
    } catch (error) {
      if (error instanceof TermLost || this.#signal.aborted) return;
      const level = error instanceof GodwitError ? 'warn' : 'error';
      this.#parts.log[level]({ err: error, hostId }, 'What a run left on a host could not be removed yet.');
    }
  }

  async #sweepSide({ runId, side }: RunSideRecord): Promise<void> {
    const { store } = this.#parts;
    const run = await findRun(store.database, runId);
    if (run === null || (run.kind !== 'move' && run.kind !== 'rehearsal')) return;
    const bell = new Doorbell();
    const context = new RunContext({ runId, epoch: this.#epoch, parts: this.#parts, bell, signal: this.#signal });
    if (run.outcome === 'given-back' || run.outcome === 'cancelled') {
      await (side === 'source' ? giveSourceBack : discardCopy)(context, reason);
    }
    const snapshot = await context.look();
    const why = side === 'source' ? whyKept(snapshot) : null;
    if (why !== null && (await keepOnSource(context, snapshot, why))) return;
    await context.call(side, 'sweep-run', context.key);
    await context.write((database) => settleSide(database, runId, side));
  }
}
