import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { parseWakeUp, type WakeUp, wakeUpChannel } from './wake-up.ts';

const retryMs = 1000;

/**
 * Calls `onWakeUp` for every wake-up, from a connection of its own. Whenever that connection was lost and made again it
 * says `everything`, because something may have been missed meanwhile.
 */
export const listenForWakeUps = (url: string, onWakeUp: (wakeUp: WakeUp) => void): { stop: () => Promise<void> } => {
  const stopping = new AbortController();
  const running = keepListening({ url, onWakeUp, signal: stopping.signal });
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};

interface Listening {
  url: string;
  onWakeUp: (wakeUp: WakeUp) => void;
  signal: AbortSignal;
}

const keepListening = async (listening: Listening): Promise<void> => {
  while (!listening.signal.aborted) {
    await listenOnce(listening).catch(() => undefined);
    if (!listening.signal.aborted) await sleep(retryMs, undefined, { signal: listening.signal }).catch(() => undefined);
  }
};

const listenOnce = async ({ url, onWakeUp, signal }: Listening): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  const lost = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.once('end', () => resolve());
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  client.on('notification', ({ payload }) => onWakeUp(parseWakeUp(payload ?? '')));
  try {
    await client.connect();
    await client.query(`LISTEN ${wakeUpChannel}`);
    onWakeUp({ about: 'everything' });
    await lost;
  } finally {
    await client.end().catch(() => undefined);
  }
};
