import { setImmediate, setTimeout } from 'node:timers/promises';

/** Lets other work run and gives a cancelled reading its end. Throws the signal's reason. */
export const pause = async (signal?: AbortSignal): Promise<void> => {
  signal?.throwIfAborted();
  await setImmediate();
  signal?.throwIfAborted();
};

/** Waits for some milliseconds. Throws the signal's reason as soon as the reading is cancelled. */
export const wait = async (ms: number, signal?: AbortSignal): Promise<void> => {
  signal?.throwIfAborted();
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
};
