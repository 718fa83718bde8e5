import { lostAfterSeconds } from '@godwit/agent-protocol';
import { markLostHosts, type Store } from '@godwit/history-store';
import type { Logger } from 'pino';
import { preparePartitions } from './create-parts.ts';

const lookEveryMs = 1000;
const partitionsEveryMs = 12 * 3600 * 1000;

interface Watching {
  store: Store;
  log: Logger;
  now: () => Date;
}

/** Marks silent hosts as lost, and makes partitions ahead of time. Gives the function that ends it. */
export const watchHosts = ({ store, log, now }: Watching): (() => void) => {
  const guarded = (what: string, work: () => Promise<unknown>) => {
    let busy = false;
    return () => {
      if (busy) return;
      busy = true;
      work()
        .catch((error) => log.error({ err: error }, what))
        .finally(() => {
          busy = false;
        });
    };
  };
  const lost = guarded('Silent hosts could not be marked.', () =>
    store.inTransaction((database) => markLostHosts(database, new Date(now().getTime() - lostAfterSeconds * 1000))),
  );
  const partitions = guarded('Partitions could not be made.', () => preparePartitions(store, now()));
  const timers = [setInterval(lost, lookEveryMs), setInterval(partitions, partitionsEveryMs)];
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
};
