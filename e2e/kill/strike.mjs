import os from 'node:os';
import { isAlive, killProcess } from '../harness/process-identity.mjs';
import { findVictim } from './find-victim.mjs';
import { followStage, readStates } from './read-journal.mjs';

/**
 * When a fault is to happen: a side's journal has just entered a state, or its CRIU has just reached a stage.
 *
 * @typedef {{ side: 'source' | 'destination', state: string, stopAt?: string, afterMs?: number } | { side: 'source' | 'destination', stage: string }} Moment
 */

const pollMs = 0.3;
/** Others must not keep us from seeing a moment that lasts for some milliseconds only. */
const ahead = -18;

/**
 * Waits for the moment and kills the victim in the same breath. This blocks our own event loop on purpose: nothing may
 * come between seeing the moment and striking.
 *
 * @returns {{ struck: boolean, sawState: string | undefined, why: string }} `struck` only when the victim was alive
 *   before, is dead now, and the moment had not passed
 */
export function strike(moment, victim, run, timeoutMs = 20_000) {
  const usual = os.getPriority();
  os.setPriority(ahead);
  try {
    if (moment.stopAt) stopFirst(moment, victim, run, timeoutMs);
    return strikeAt(lookFor(moment, run), { victim, run, timeoutMs, afterMs: moment.afterMs ?? 0 });
  } finally {
    os.setPriority(usual);
  }
}

function strikeAt(look, { victim, run, timeoutMs, afterMs }) {
  const end = performance.now() + timeoutMs;
  for (let seen = look(); performance.now() < end; seen = look()) {
    if (seen.passed) return { struck: false, sawState: seen.now, why: `the moment had passed, it was ${seen.now}` };
    if (seen.reached) {
      pause(afterMs);
      return hit(victim, run, look().now);
    }
    pause();
  }
  return { struck: false, sawState: look().now, why: 'the moment did not come' };
}

/** A victim that lives for a moment only after the decision is stopped before it, where it waits anyway. */
function stopFirst(moment, victim, run, timeoutMs) {
  const before = { side: moment.side, state: moment.stopAt };
  const look = lookFor(before, run);
  for (const end = performance.now() + timeoutMs; performance.now() < end; pause()) {
    const seen = look();
    const target = seen.reached && findVictim(victim, run);
    if (target) process.kill(target.pid, 'SIGSTOP');
    if (target || seen.passed) return;
  }
}

function hit(victim, run, now) {
  const target = findVictim(victim, run);
  if (!target) return { struck: false, sawState: now, why: `there is no ${victim}` };
  if (!killProcess(target)) return { struck: false, sawState: now, why: `the ${victim} was dead already` };
  const end = performance.now() + 2000;
  while (isAlive(target) && performance.now() < end) pause();
  if (isAlive(target)) return { struck: false, sawState: now, why: `the ${victim} does not die` };
  return { struck: true, sawState: now, why: '' };
}

/** @returns {() => { now: string | undefined, reached: boolean, passed: boolean }} */
function lookFor(moment, { installation, source, destination, runId }) {
  const { runsDir } = installation.agents[moment.side === 'source' ? source : destination];
  if ('stage' in moment) {
    const readStage = followStage(runsDir, runId, moment.side === 'source' ? 'dump' : 'restore');
    return () => {
      const now = readStage();
      return { now, reached: now === moment.stage, passed: isPast(stages[moment.side], now, moment.stage) };
    };
  }
  return () => {
    const states = readStates(runsDir, runId);
    const now = states.at(-1);
    return { now, reached: now === moment.state, passed: states.slice(0, -1).includes(moment.state) };
  };
}

/** In the order of CRIU 4.2. */
const stages = {
  source: ['pre-dump', 'network-lock', 'post-dump', 'network-unlock', 'pre-resume', 'post-resume'],
  destination: [
    'pre-restore',
    'setup-namespaces',
    'post-setup-namespaces',
    'post-restore',
    'pre-resume',
    'post-resume',
  ],
};

function isPast(order, now, wanted) {
  return now !== undefined && order.indexOf(now) > order.indexOf(wanted);
}

const nobody = new Int32Array(new SharedArrayBuffer(4));
function pause(ms = pollMs) {
  Atomics.wait(nobody, 0, 0, ms);
}
