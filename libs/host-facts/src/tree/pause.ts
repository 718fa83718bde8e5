import { setImmediate } from 'node:timers/promises';

/** Lets other work run and gives a cancelled reading its end. Throws the signal's reason. */
export const pause = async (signal?: AbortSignal): Promise<void> => {
  signal?.throwIfAborted();
  await setImmediate();
  signal?.throwIfAborted();
};
