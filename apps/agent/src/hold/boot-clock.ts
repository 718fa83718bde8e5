import { readFileSync } from 'node:fs';

/** Milliseconds since boot, suspend included (CLOCK_BOOTTIME), with 10 ms resolution: /proc/uptime, proc_uptime(5). */
const readUptimeMs = (): number => Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;

let offset = readUptimeMs() - performance.now();

/**
 * Milliseconds since boot, suspend included, to a fraction of a millisecond. Node has only a clock that stands still while
 * the machine is suspended, so the difference is looked up again and again.
 */
export const bootMs = (): number => {
  const precise = performance.now() + offset;
  const coarse = readUptimeMs();
  if (Math.abs(coarse - precise) > 25) offset = coarse - performance.now();
  return performance.now() + offset;
};
