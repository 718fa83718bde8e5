import { waitUntilGone } from '@godwit/criu-driver';
import { toErrorReport } from '@godwit/domain/errors';
import type { HoldContext } from '../hold/hold-context.ts';
import type { CheckpointOutcome, HoldMessage } from '../hold/hold-protocol.ts';
import { waitForRunCgroup } from '../hold/holding-cgroups.ts';
import { Journal, readJournal } from '../hold/journal.ts';
import { markOutcomeTold, readOutcome } from '../hold/outcome-file.ts';
import { ProgressFeed } from '../hold/progress-feed.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { announceAgain } from '../network/announce-again.ts';
import { HoldClient } from './hold-client.ts';
import { readHoldIdentity } from './read-hold-identity.ts';
import { recoverRun } from './recover-run.ts';
import type { RunCommandsContext } from './run-context.ts';
import { RunStore } from './run-store.ts';
import { startHold } from './start-hold.ts';

type Event = Exclude<HoldMessage, { id: number }>;

/** The runs of this host and the hold processes that carry them. */
export class RunRegistry {
  readonly context: RunCommandsContext;
  readonly store: RunStore;
  readonly #holds = new Map<string, HoldClient>();
  readonly #starting = new Map<string, Promise<HoldClient>>();
  readonly #recovering = new Map<string, Promise<void>>();
  /** Runs whose hold process ends because it was told to. */
  readonly #ending = new Set<string>();

  constructor(context: RunCommandsContext) {
    this.context = context;
    this.store = new RunStore(context.stateDir);
  }

  /** The running hold process; null when there is none. */
  async findHold(paths: RunPaths): Promise<HoldClient | null> {
    const known = this.#holds.get(paths.runId);
    if (known) return known;
    const client = await HoldClient.connect(paths.holdSocket, (event) => this.#pass(paths.runId, event));
    if (client) this.#keep(paths, client);
    return client;
  }

  /** The running hold process, started when there is none. */
  async requireHold(paths: RunPaths): Promise<HoldClient> {
    const running = await this.findHold(paths);
    if (running) return running;
    const starting =
      this.#starting.get(paths.runId) ??
      startHold(paths, () => this.findHold(paths), this.context.holdProgram).finally(() =>
        this.#starting.delete(paths.runId),
      );
    this.#starting.set(paths.runId, starting);
    return starting;
  }

  /** Tells the hold process to end and waits for it, and for what it started and did not wait for (nft, ip). */
  async endHold(paths: RunPaths): Promise<void> {
    const hold = await this.findHold(paths);
    if (!hold) return;
    this.#ending.add(paths.runId);
    await hold.call('end-hold', {}).catch(() => undefined);
    await hold.closed;
    // Its socket closes before it is quite dead, and until then its cgroup is in use.
    await waitUntilGone(readHoldIdentity(paths), 5000);
    await waitForRunCgroup('holds', paths.runId, 5000);
    this.#ending.delete(paths.runId);
  }

  /** Finds out what is really there of a run without a hold process, and continues or cleans. */
  recover(paths: RunPaths): Promise<void> {
    const running =
      this.#recovering.get(paths.runId) ??
      recoverRun(this, paths)
        .catch((error: unknown) =>
          this.context.log.error({ runId: paths.runId, error: toErrorReport(error) }, 'A run cannot be recovered.'),
        )
        .finally(() => this.#recovering.delete(paths.runId));
    this.#recovering.set(paths.runId, running);
    return running;
  }

  /** The means of the hold process for an agent that does its work after its death. */
  actingContext(paths: RunPaths): HoldContext {
    const { runId } = paths;
    const journal = Journal.open(paths);
    const log = (line: string) => this.context.log.info({ runId }, line);
    return {
      paths,
      journal,
      log,
      progress: new ProgressFeed(journal.side, (events) => this.#pass(runId, { event: 'progress', events })),
      enter: (state, details) => {
        journal.enter(state, details);
        this.#pass(runId, { event: 'state', state: journal.report(runId) });
      },
      tell: (events) => this.#pass(runId, { event: 'progress', events }),
      finishCheckpoint: (outcome) => this.#pass(runId, { event: 'checkpoint', outcome }),
    };
  }

  #keep(paths: RunPaths, client: HoldClient): void {
    this.#holds.set(paths.runId, client);
    void client.closed.then(() => {
      this.#holds.delete(paths.runId);
      if (this.#ending.has(paths.runId)) return;
      if (!readOutcome(paths)) this.context.log.warn({ runId: paths.runId }, 'The hold process of a run died.');
      void this.recover(paths);
    });
  }

  /** The hold process ends with the sweep, long before a link that is away may be back. */
  async #announceAgain(runId: string): Promise<void> {
    const log = (line: string) => this.context.log.warn({ runId }, line);
    const { serviceAddress, serviceDevice } = readJournal(this.store.require(runId)).facts;
    if (serviceAddress && serviceDevice) await announceAgain(serviceAddress, serviceDevice, log);
  }

  async #passOutcome(runId: string, outcome: CheckpointOutcome): Promise<boolean> {
    const sent = await this.context.send('checkpoint.finished', { runId, ...outcome });
    markOutcomeTold(this.store.require(runId));
    return sent;
  }

  #pass(runId: string, event: Event): void {
    const { send, log } = this.context;
    if (event.event === 'state' && event.state.state === 'released')
      this.#announceAgain(runId).catch((error: unknown) =>
        log.warn({ runId, error: toErrorReport(error) }, 'The address of a copy is not announced again.'),
      );
    const sent =
      event.event === 'state'
        ? send('run.state-changed', event.state)
        : event.event === 'progress'
          ? send('run.progressed', { runId, events: event.events })
          : this.#passOutcome(runId, event.outcome);
    sent.catch((error: unknown) => log.error({ runId, error: toErrorReport(error) }, 'A message of a run was lost.'));
  }
}
