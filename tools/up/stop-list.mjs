import { setTimeout as sleep } from 'node:timers/promises';
import { watchNpm } from './watch-parent.mjs';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

// A step that is under way when the signal comes may just be starting something: it is let finish, within reason.
const settleMs = 20_000;

/**
 * What has to be undone when we end, in the opposite order of its beginning. The first signal stops everything in
 * order; a second one ends us at once, and what we started gets its own signal from that.
 */
export function createStopList({ note }) {
  const entries = [];
  let stopping = false;
  let current = Promise.resolve();

  async function run(exitCode) {
    if (stopping) return;
    stopping = true;
    await Promise.race([current.catch(() => undefined), sleep(settleMs)]);
    for (const { name, stop } of entries.reverse()) {
      await stop().catch((error) => note(`${name} could not be stopped: ${error.message}`));
    }
    process.exit(exitCode);
  }

  function stopInOrder() {
    if (stopping) return;
    note('\nStopping');
    void run(0);
  }

  for (const signal of signals) process.on(signal, () => (stopping ? process.exit(1) : stopInOrder()));
  watchNpm(stopInOrder);

  return {
    run,
    isStopping: () => stopping,
    /** @param {string} name @param {() => Promise<void>} stop */
    add: (name, stop) => entries.push({ name, stop }),
    /** Runs one step, unless we are stopping already. */
    step(work) {
      if (stopping) throw new Error('Stopped while starting.');
      current = Promise.resolve(work());
      return current;
    },
  };
}
