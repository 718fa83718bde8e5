import type { WakeUp } from '@godwit/history-store';

export type WakeUpListener = (wakeUp: WakeUp) => void;

/** Passes the database's wake-ups on to whoever waits in this process. */
export class WakeUps {
  readonly #listeners = new Set<WakeUpListener>();

  /** Gives the function that ends it. */
  listen(listener: WakeUpListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell = (wakeUp: WakeUp): void => {
    for (const listener of this.#listeners) listener(wakeUp);
  };
}
