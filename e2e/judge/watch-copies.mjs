import { setTimeout as sleep } from 'node:timers/promises';
import { findCopies, isStillRunning } from './find-copies.mjs';

/**
 * Looks at the copies of a workload again and again and writes down every change.
 *
 * @param {{ nonce: string, hosts: { name: string, pidNamespace: string }[], periodMs?: number, signal: AbortSignal }} options
 * @returns {Promise<WatchReport>} when the signal comes
 *
 * @typedef {{ samples: number, longestGapMs: number, mostRunning: number, longestWithoutRunningMs: number,
 *   violations: { at: number, copies: import('./find-copies.mjs').Copy[] }[],
 *   timeline: { at: number, copies: import('./find-copies.mjs').Copy[] }[] }} WatchReport
 */
export async function watchCopies({ nonce, hosts, periodMs = 15, signal }) {
  const report = newReport();
  let last = { text: '', at: Date.now(), ranAt: Date.now() };
  while (!signal.aborted) {
    const copies = findCopies(nonce, hosts);
    last = note(report, last, copies, nonce);
    await sleep(periodMs, undefined, { signal }).catch(() => undefined);
  }
  return report;
}

function newReport() {
  return { samples: 0, longestGapMs: 0, mostRunning: 0, longestWithoutRunningMs: 0, violations: [], timeline: [] };
}

function note(report, last, copies, nonce) {
  const at = Date.now();
  const running = copies.filter(({ state }) => state === 'running');
  report.samples += 1;
  report.longestGapMs = Math.max(report.longestGapMs, at - last.at);
  const ranAt = running.length > 0 ? at : last.ranAt;
  report.longestWithoutRunningMs = Math.max(report.longestWithoutRunningMs, at - last.ranAt);
  // One look at many processes takes some milliseconds, so the first is looked at again before two are called at once.
  const atOnce = running.length > 1 ? running.filter((copy) => isStillRunning(copy, nonce)) : running;
  report.mostRunning = Math.max(report.mostRunning, atOnce.length);
  if (atOnce.length > 1) report.violations.push({ at, copies: atOnce });
  const text = JSON.stringify(copies);
  if (text !== last.text) report.timeline.push({ at, copies });
  return { text, at, ranAt };
}
