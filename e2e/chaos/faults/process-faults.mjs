import { isAlive, killProcess } from '../../harness/process-identity.mjs';
import { readStat } from '../../judge/read-proc.mjs';
import { findVictims } from '../victims.mjs';

/**
 * A fault is struck at once and ended later:
 * `strike` says whether it happened (`hit`), `end` undoes it, `confirm` says afterwards what only time could show.
 *
 * @typedef {{ hit: boolean, why?: string, detail?: string, lastsMs?: number, end?: () => unknown, confirm?: () => string | null }} Strike
 */

/** SIGKILL; it counts when the process was alive before and is dead after. */
export function strikeDead(victim, run) {
  const targets = findVictims(victim, run);
  if (targets.length === 0) return { hit: false, why: `there is no ${victim}` };
  const [target] = targets;
  if (!killProcess(target)) return { hit: false, why: `the ${victim} was dead already` };
  if (!waitFor(() => !isAlive(target))) return { hit: false, why: `the ${victim} does not die` };
  return { hit: true, detail: `pid ${target.pid} died`, lastsMs: 300 };
}

/** SIGSTOP, and SIGCONT later; it counts when the process was seen to stand. */
export function strikeStill(victim, run, lastsMs) {
  const targets = findVictims(victim, run);
  if (targets.length === 0) return { hit: false, why: `there is no ${victim}` };
  for (const target of targets) signal(target, 'SIGSTOP');
  const [first] = targets;
  const stands = () => ['T', 't'].includes(readStat(`/proc/${first.pid}`)?.state);
  if (!waitFor(stands)) {
    for (const target of targets) signal(target, 'SIGCONT');
    return { hit: false, why: `the ${victim} did not stop` };
  }
  const end = () => {
    for (const target of targets) signal(target, 'SIGCONT');
  };
  return { hit: true, detail: `pid ${first.pid} stood still`, lastsMs, end };
}

function signal(target, name) {
  if (!isAlive(target)) return;
  try {
    process.kill(target.pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

const nobody = new Int32Array(new SharedArrayBuffer(4));
function waitFor(holds, timeoutMs = 2000) {
  for (const end = performance.now() + timeoutMs; performance.now() < end; Atomics.wait(nobody, 0, 0, 0.3)) {
    if (holds()) return true;
  }
  return false;
}
