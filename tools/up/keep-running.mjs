import { isSameProcess } from './instance-record.mjs';
import { stopRecorded } from './stop-process.mjs';

const lookEveryMs = 500;
const longestPauseMs = 30_000;

/**
 * Starts a program and starts it again whenever it ends by itself, with growing pauses while it keeps ending.
 *
 * @param {{ name: string, start: () => Promise<import('./instance-record.mjs').RecordedProcess>,
 *   note: (line: string) => void, end?: (process: object) => Promise<void> }} options the first `start` is awaited: if
 *   that fails, so does this; `end` is how to stop it, SIGTERM unless told otherwise
 * @returns {Promise<{ current: () => import('./instance-record.mjs').RecordedProcess, stop: () => Promise<void> }>}
 */
export async function keepRunning({ name, start, note, end = stopRecorded }) {
  const state = { process: await start(), failures: 0, nextTryAt: 0, busy: false, stopped: false };
  const timer = setInterval(() => void look(state, { name, start, note, end }), lookEveryMs);
  return {
    current: () => state.process,
    async stop() {
      state.stopped = true;
      clearInterval(timer);
      await end(state.process);
    },
  };
}

async function look(state, { name, start, note, end }) {
  if (state.busy || state.stopped) return;
  if (isSameProcess(state.process)) {
    if (Date.now() > state.nextTryAt + longestPauseMs) state.failures = 0;
    return;
  }
  if (Date.now() < state.nextTryAt) return;
  state.busy = true;
  state.nextTryAt = Date.now() + Math.min(1000 * 2 ** state.failures, longestPauseMs);
  state.failures += 1;
  note(`${name} ended; starting it again`);
  try {
    state.process = await start();
    if (state.stopped) await end(state.process);
  } catch (error) {
    note(`${name} does not start: ${error.message}`);
  } finally {
    state.busy = false;
  }
}
