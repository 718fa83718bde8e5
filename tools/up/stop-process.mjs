import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess } from './instance-record.mjs';

const patienceMs = 10_000;

/** Asks a process to end (SIGTERM) and ends it (SIGKILL) when it takes too long. One that ended already is no error. */
export async function stopRecorded(recorded) {
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    if (!isSameProcess(recorded)) return;
    process.kill(recorded.pid, signal);
    const deadline = Date.now() + patienceMs;
    while (isSameProcess(recorded) && Date.now() < deadline) await sleep(50);
  }
}
