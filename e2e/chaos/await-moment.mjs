import { openSync, readSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { readStates } from '../kill/read-journal.mjs';

const pollMs = 0.3;
/** Others must not keep us from seeing a moment that lasts for some milliseconds only. */
const ahead = -18;

/**
 * @typedef {{ reached: boolean, saw: string | undefined, why: string }} Seen
 */

/**
 * Waits for a moment of a move, looking some thousand times a second.
 *
 * @param {object} moment see steps-of-a-move.ts
 * @param {object} run { agents, source, destination, runId, database }
 * @param {object} lists what steps-of-a-move.ts offers
 * @returns {Promise<Seen>} `reached` only while the moment had not passed
 */
export async function awaitMoment(moment, run, lists, timeoutMs = 20_000) {
  const look = lookFor(moment, run, lists);
  const usual = os.getPriority();
  os.setPriority(ahead);
  try {
    for (const end = performance.now() + timeoutMs; performance.now() < end; await rest()) {
      const seen = await look();
      if (seen.reached) return { reached: true, saw: seen.now, why: '' };
      if (seen.passed) return { reached: false, saw: seen.now, why: `the moment had passed, it was ${seen.now}` };
    }
    const { now } = await look();
    return { reached: false, saw: now, why: `the moment did not come, it was ${now}` };
  } finally {
    os.setPriority(usual);
  }
}

/** What a moment looks like: each look gives { now, reached, passed }. */
function lookFor(moment, run, lists) {
  if (moment.kind === 'step') return lookForStep(moment, run, lists);
  const host = moment.side === 'source' ? run.source : run.destination;
  const { runsDir } = run.agents[host];
  if (moment.kind === 'phase') return lookForPhase(moment, runsDir, run.runId, lists);
  return () => {
    const states = readStates(runsDir, run.runId);
    const now = states.at(-1);
    return { now, reached: now === moment.name, passed: now === 'swept' || states.slice(0, -1).includes(moment.name) };
  };
}

function lookForPhase({ side, name }, runsDir, runId, { phaseOrder, phaseOfLine }) {
  const file = path.join(runsDir, runId, 'work', side === 'source' ? 'dump.log' : 'restore.log');
  const readLines = followLines(file);
  const order = phaseOrder[side];
  let now;
  return () => {
    for (const line of readLines()) {
      const phase = phaseOfLine(side, line);
      if (phase && order.indexOf(phase) > order.indexOf(now)) now = phase;
      if (now === name) return { now, reached: true, passed: false };
    }
    return { now, reached: now === name, passed: order.indexOf(now) > order.indexOf(name) };
  };
}

/** The server's steps, as its database says; a step that is only written has ended in the transaction that began it. */
function lookForStep({ name }, { database, runId }, { stepOrder }) {
  return async () => {
    const { rows } = await database.query('select key, state from run_steps where run_id = $1', [runId]);
    const begun = rows.map(({ key }) => stepOrder.indexOf(key)).filter((index) => index >= 0);
    const latest = Math.max(-1, ...begun);
    const wanted = stepOrder.indexOf(name);
    const own = rows.find(({ key }) => key === name);
    const now = stepOrder[latest];
    const isOn = own !== undefined && (own.state === 'running' || latest <= wanted + 1);
    return { now, reached: isOn, passed: !isOn && latest > wanted };
  };
}

/** Gives the whole lines that were added to a file since the last look; none while it is not there. */
function followLines(file) {
  const chunk = Buffer.alloc(1 << 18);
  let [fd, rest] = [undefined, ''];
  return () => {
    fd ??= openIfThere(file);
    if (fd === undefined) return [];
    rest += chunk.toString('latin1', 0, readSync(fd, chunk));
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    return lines;
  };
}

function openIfThere(file) {
  try {
    return openSync(file, 'r');
  } catch {
    return undefined;
  }
}

const nobody = new Int32Array(new SharedArrayBuffer(4));
async function rest() {
  Atomics.wait(nobody, 0, 0, pollMs);
  await turn();
}
