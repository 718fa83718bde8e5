import { existsSync } from 'node:fs';
import { Transfer, transferPaths } from './transfer.ts';

/** Where the channel of a transfer listens. */
interface Listening {
  host: string;
  port: number;
}

/** The transfers of this agent that are under way, by the id of their run. */
export class OpenTransfers {
  readonly #stateDir: string;
  readonly #transfers = new Map<string, Transfer>();
  readonly #listening = new Map<string, Promise<Listening>>();

  constructor(stateDir: string) {
    this.#stateDir = stateDir;
  }

  open(runId: string): Transfer {
    const transfer = this.find(runId) ?? new Transfer(transferPaths(this.#stateDir, runId));
    this.#transfers.set(runId, transfer);
    return transfer;
  }

  find(runId: string): Transfer | undefined {
    return this.#transfers.get(runId);
  }

  /** Whether this agent has made ready to send or to receive in this run. */
  has(runId: string): boolean {
    return existsSync(this.find(runId)?.paths.dir ?? '');
  }

  /** Listens once, however often it is asked for; again when it failed. */
  listen(runId: string, start: () => Promise<Listening>): Promise<Listening> {
    const listening = this.#listening.get(runId) ?? start();
    this.#listening.set(runId, listening);
    listening.catch(() => this.#listening.delete(runId));
    return listening;
  }

  async listensOn(runId: string): Promise<Listening | undefined> {
    return this.#listening.get(runId);
  }

  end(runId: string): void {
    this.find(runId)?.end();
    this.#transfers.delete(runId);
    this.#listening.delete(runId);
  }
}
