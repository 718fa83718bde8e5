import { chooseExpired, type Expired, type KeptCheckpoint } from '@godwit/domain/checkpoints';
import { type CheckpointRecord, listKeptCheckpoints, readRetention } from '@godwit/history-store';
import { removeCheckpoint } from '../commands/remove-checkpoint.ts';
import type { EngineParts } from './engine-parts.ts';

const everyMs = 60_000;

/** What the audit says of what nobody but the retention wanted. */
const actor = { actorId: 'server', actor: 'Godwit', via: 'server' } as const;

/**
 * Lets checkpoints go that fall under the retention, through the agents of their hosts. One whose host is away, or which a run
 * works on, is tried again the next time.
 */
export class CheckpointKeeper {
  readonly #parts: EngineParts;
  readonly #signal: AbortSignal;
  #work: Promise<void> = Promise.resolve();
  #isWaiting = false;

  constructor(parts: EngineParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
  }

  /** Gives the function that ends it. */
  start(): () => Promise<void> {
    const timer = setInterval(() => this.#look(), everyMs);
    const stop = this.#parts.wakeUps.listen(({ about }) => about === 'everything' && this.#look());
    this.#look();
    return async () => {
      clearInterval(timer);
      stop();
      await this.#work;
    };
  }

  /** However often it is asked for meanwhile, it is looked once more afterwards. */
  #look(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#work = this.#work.then(async () => {
      this.#isWaiting = false;
      await this.#removeExpired().catch((error) => {
        if (!this.#signal.aborted) this.#parts.log.error({ err: error }, 'Checkpoints cannot be looked through.');
      });
    });
  }

  async #removeExpired(): Promise<void> {
    if (this.#signal.aborted) return;
    const { database } = this.#parts.store;
    const retention = await readRetention(database);
    const kept = (await listKeptCheckpoints(database)).map(toKept);
    for (const expired of chooseExpired(kept, retention, this.#parts.now().getTime())) await this.#remove(expired);
  }

  async #remove({ id, why }: Expired): Promise<void> {
    if (this.#signal.aborted) return;
    await removeCheckpoint(this.#parts, id, { actor, why }).catch((error: unknown) =>
      this.#parts.log.warn({ err: error, checkpoint: id }, 'A checkpoint whose time has come cannot be removed yet.'),
    );
  }
}

const toKept = (checkpoint: CheckpointRecord): KeptCheckpoint => ({
  id: checkpoint.id,
  hostId: checkpoint.hostId,
  workloadKey: checkpoint.workloadKey,
  createdAtMs: checkpoint.createdAt.getTime(),
  imageBytes: checkpoint.imageBytes,
  pinned: checkpoint.pinnedBy !== null,
});
