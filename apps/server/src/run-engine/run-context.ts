import type { CommandRequest, CommandResult, CommandType, RunState } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import type { RunEventData, Side } from '@godwit/domain/run';
import { appendEvents, type Database, findHost, findRun, listSides, lockRunInTerm } from '@godwit/history-store';
import { storeRunState } from '../agent-gateway/store-run-state.ts';
import type { Doorbell } from '../live/doorbell.ts';
import type { EngineParts } from './engine-parts.ts';
import { RunCancelled, TermLost } from './interruptions.ts';
import { type RunSnapshot, readSnapshot } from './run-snapshot.ts';

interface ContextOptions {
  runId: string;
  epoch: number;
  parts: EngineParts;
  bell: Doorbell;
  signal: AbortSignal;
}

interface RunHost {
  id: string;
  name: string;
}
type RunHosts = Partial<Record<Side, RunHost>>;

/** Everything a step may do: look, ask a side, write under the current epoch, wait. Steps keep no timers of their own. */
export class RunContext {
  readonly runId: string;
  readonly epoch: number;
  readonly parts: EngineParts;
  readonly signal: AbortSignal;
  readonly #bell: Doorbell;
  #hosts: Promise<RunHosts> | undefined;

  constructor({ runId, epoch, parts, bell, signal }: ContextOptions) {
    this.runId = runId;
    this.epoch = epoch;
    this.parts = parts;
    this.signal = signal;
    this.#bell = bell;
  }

  get now(): Date {
    return this.parts.now();
  }

  /** Milliseconds on a clock that nobody sets: what waits or measures goes by it, and a step of the time of day changes nothing. */
  get elapsedMs(): number {
    return performance.now();
  }

  get key(): { runId: string; epoch: number } {
    return { runId: this.runId, epoch: this.epoch };
  }

  async look(): Promise<RunSnapshot> {
    this.signal.throwIfAborted();
    const snapshot = await readSnapshot(this.parts.store.database, this.runId);
    if (snapshot === null) throw new Error(`Run ${this.runId} is not in the database.`);
    return snapshot;
  }

  /** One transaction under the current epoch. Throws TermLost when another server has taken over. */
  write<T>(work: (database: Database) => Promise<T>): Promise<T> {
    return this.parts.store.inTransaction(async (database) => {
      if (!(await lockRunInTerm(database, this.runId, this.epoch))) throw new TermLost();
      return work(database);
    });
  }

  record(...events: RunEventData[]): Promise<void> {
    return this.write((database) => this.append(database, ...events));
  }

  append(database: Database, ...events: RunEventData[]): Promise<void> {
    return appendEvents(database, { runId: this.runId, events, now: this.now });
  }

  /** The hosts of a run never change, so they are read once. */
  async hostOf(side: Side): Promise<RunHost> {
    this.#hosts ??= readHosts(this.parts.store.database, this.runId);
    const host = (await this.#hosts)[side];
    if (host === undefined) throw new Error(`Run ${this.runId} has no ${side}.`);
    return host;
  }

  async isConnected(side: Side): Promise<boolean> {
    return this.parts.agents.isConnected((await this.hostOf(side)).id);
  }

  /**
   * Waits a while for agents that are not connected, as after a restart of this server: they come back by themselves.
   * Throws RunCancelled when somebody cancels meanwhile; when they do not come, the next call says so.
   */
  async awaitConnections(...sides: Side[]): Promise<void> {
    const deadline = this.elapsedMs + this.parts.pace.connectPatienceMs;
    for (const side of sides) {
      while (!(await this.isConnected(side)) && this.elapsedMs < deadline) {
        await this.refuseIfCancelled();
        await this.wait();
      }
    }
  }

  async call<T extends CommandType>(
    side: Side,
    type: T,
    request: CommandRequest<T>,
    timeoutMs?: number,
  ): Promise<CommandResult<T>> {
    const { id } = await this.hostOf(side);
    return this.parts.agents.call(id, type, request, timeoutMs === undefined ? {} : { timeoutMs });
  }

  /** Asks a side what is really there, and keeps the answer. Null: this host knows nothing of the run. */
  async askSide(side: Side): Promise<RunState | null> {
    const { run } = await this.call(side, 'report-run', { runId: this.runId });
    if (run === null) return null;
    const { id: hostId, name: hostName } = await this.hostOf(side);
    await this.write((database) => storeRunState({ database, hostId, hostName, now: this.now }, run));
    return run;
  }

  /** The same where no answer is no failure: null also when the side cannot be asked now. */
  async tryToAskSide(side: Side): Promise<RunState | null> {
    return this.askSide(side).catch((error: unknown) => {
      if (error instanceof GodwitError) return null;
      throw error;
    });
  }

  /** Sleeps until something of this run, or of one of its hosts, may have changed. */
  async wait(timeoutMs = this.parts.pace.lookAgainMs): Promise<void> {
    await this.#bell.wait(timeoutMs, this.signal);
    this.signal.throwIfAborted();
  }

  /**
   * Lets `ms` pass before something is tried again. What happens in the run meanwhile, such as the event of the failure
   * itself, does not cut it short; an agent that comes back does.
   */
  async pause(ms: number): Promise<void> {
    const deadline = this.elapsedMs + ms;
    const away = await this.#countAway();
    while (this.elapsedMs < deadline && (await this.#countAway()) >= away) {
      await this.wait(Math.max(1, deadline - this.elapsedMs));
    }
  }

  async #countAway(): Promise<number> {
    this.#hosts ??= readHosts(this.parts.store.database, this.runId);
    return Object.values(await this.#hosts).filter(({ id }) => !this.parts.agents.isConnected(id)).length;
  }

  async refuseIfCancelled(): Promise<void> {
    const run = await findRun(this.parts.store.database, this.runId);
    if (run?.cancelRequestedAt !== null && run?.cancelRequestedAt !== undefined) throw new RunCancelled();
  }
}

const readHosts = async (database: Database, runId: string): Promise<RunHosts> => {
  const hosts: RunHosts = {};
  for (const { side, hostId } of await listSides(database, runId)) {
    hosts[side] = { id: hostId, name: (await findHost(database, hostId))?.name ?? 'the host' };
  }
  return hosts;
};
