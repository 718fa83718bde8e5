import { readFileSync } from 'node:fs';

/** Milliseconds since boot, suspend included (/proc/uptime, proc_uptime(5)): the clock of deadlines. */
export function bootMs() {
  return Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;
}
