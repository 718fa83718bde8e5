import { setTimeout as sleep } from 'node:timers/promises';
import { findPostmaster } from './postmaster-pid.mjs';

const fastShutdownMs = 20_000;
const immediateShutdownMs = 5000;

/**
 * Stops a postmaster: a fast shutdown (SIGINT) first, an immediate one (SIGQUIT, recovered from at the next start) if
 * that takes too long. Does nothing when the postmaster of that folder is another one by now.
 */
export async function stopPostmaster(dataDir, pid) {
  for (const [signal, patienceMs] of [
    ['SIGINT', fastShutdownMs],
    ['SIGQUIT', immediateShutdownMs],
  ]) {
    if (findPostmaster(dataDir)?.pid !== pid) return;
    process.kill(pid, signal);
    if (await isGone(dataDir, pid, patienceMs)) return;
  }
  throw new Error(`Postgres (pid ${pid}) did not end. Its folder is ${dataDir}.`);
}

async function isGone(dataDir, pid, patienceMs) {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (findPostmaster(dataDir)?.pid !== pid) return true;
    await sleep(25);
  }
  return false;
}
