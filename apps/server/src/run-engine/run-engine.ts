import { setTimeout as sleep } from 'node:timers/promises';
import { type EngineTerm, findRun, listActiveRuns, takeEngineLock, type WakeUp } from '@godwit/history-store';
import { Doorbell } from '../live/doorbell.ts';
import { CheckpointKeeper } from './checkpoint-keeper.ts';
import { driveRun } from './drive-run.ts';
import type { EngineParts } from './engine-parts.ts';
import { TermLost } from './interruptions.ts';
import { LeftoverSweeper } from './leftover-sweeper.ts';
import { RunContext } from './run-context.ts';

interface Driven {
  bell: Doorbell;
  work: Promise<void>;
}

/** Runs every active run while this server holds the engine's lock; otherwise waits for it. */
export class RunEngine {
  readonly #parts: EngineParts;
  readonly #databaseUrl: string;
  readonly #holder: string;
  readonly #stopping = new AbortController();
  readonly #driven = new Map<string, Driven>();
  #life: Promise<void> = Promise.resolve();

  constructor(parts: EngineParts, { databaseUrl, holder }: { databaseUrl: string; holder: string }) {
    this.#parts = parts;
    this.#databaseUrl = databaseUrl;
    this.#holder = holder;
  }

  start(): void {
    this.#life = this.#live();
  }

  /** Stops between two turns; what was begun is gone on with by the next server. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#life;
  }

  async #live(): Promise<void> {
    const { log, pace } = this.#parts;
    while (!this.#stopping.signal.aborted) {
      try {
        const term = await takeEngineLock(this.#databaseUrl, this.#holder);
        if (term !== null) await this.#serve(term);
      } catch (error) {
        log.error({ err: error }, 'The run engine cannot reach the database.');
      }
      await sleep(pace.takeoverMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  async #serve(term: EngineTerm): Promise<void> {
    const ending = new AbortController();
    const signal = AbortSignal.any([ending.signal, this.#stopping.signal]);
    const stopListening = this.#parts.wakeUps.listen((wakeUp) => this.#onWakeUp(wakeUp, term.epoch, signal));
    const leftovers = new LeftoverSweeper(this.#parts, term.epoch, signal);
    const stopSweeping = leftovers.start();
    const stopKeeping = new CheckpointKeeper(this.#parts, signal).start();
    void term.lost.then(() => ending.abort());
    this.#parts.log.info({ epoch: term.epoch }, 'This server runs the runs.');
    try {
      await this.#driveAll(term.epoch, signal);
      await aborted(signal);
    } finally {
      ending.abort();
      stopListening();
      await stopSweeping();
      await stopKeeping();
      await Promise.all([...this.#driven.values()].map(({ work }) => work));
      await term.release().catch(() => undefined);
    }
  }

  async #driveAll(epoch: number, signal: AbortSignal): Promise<void> {
    for (const { id } of await listActiveRuns(this.#parts.store.database)) this.#drive(id, epoch, signal);
  }

  #onWakeUp(wakeUp: WakeUp, epoch: number, signal: AbortSignal): void {
    if (signal.aborted) return;
    if (wakeUp.about === 'run') {
      const driven = this.#driven.get(wakeUp.runId);
      if (driven) driven.bell.ring();
      else void this.#adopt(wakeUp.runId, epoch, signal);
    }
    if (wakeUp.about === 'host') for (const { bell } of this.#driven.values()) bell.ring();
    if (wakeUp.about === 'everything') {
      for (const { bell } of this.#driven.values()) bell.ring();
      this.#driveAll(epoch, signal).catch((error) => this.#parts.log.error({ err: error }, 'Runs cannot be listed.'));
    }
  }

  async #adopt(runId: string, epoch: number, signal: AbortSignal): Promise<void> {
    const run = await findRun(this.#parts.store.database, runId).catch(() => null);
    if (run?.state === 'running' && !signal.aborted) this.#drive(runId, epoch, signal);
  }

  #drive(runId: string, epoch: number, signal: AbortSignal): void {
    if (this.#driven.has(runId)) return;
    const bell = new Doorbell();
    const context = new RunContext({ runId, epoch, parts: this.#parts, bell, signal });
    const work = this.#keepDriving(context).finally(() => this.#driven.delete(runId));
    this.#driven.set(runId, { bell, work });
  }

  /** A failure that is nobody's step, such as a database that went away, is not the run's: it is tried again. */
  async #keepDriving(context: RunContext): Promise<void> {
    while (!context.signal.aborted) {
      try {
        return await driveRun(context);
      } catch (error) {
        if (context.signal.aborted || error instanceof TermLost) return;
        this.#parts.log.error({ err: error, runId: context.runId }, 'A run stumbled and is tried again.');
        await sleep(this.#parts.pace.retryMs, undefined, { signal: context.signal }).catch(() => undefined);
      }
    }
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
