import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const hour = 3_600_000;

/**
 * The time of day jumps for the server and one agent, as their programs read it; a lab cannot step CLOCK_REALTIME itself,
 * which no namespace separates. It counts when a program was seen to read the new time.
 */
export async function stepClocks(run, { side, long }) {
  const byMs = (long ? -1 : 1) * hour;
  const files = [run.clockFiles.server, run.clockFiles[run[side]]];
  const write = (ms) => {
    for (const { set } of files) writeFileSync(set, String(ms));
  };
  const isRead = ({ seen }) => {
    try {
      return Number(readFileSync(seen, 'utf8')) === byMs;
    } catch {
      return false;
    }
  };
  write(byMs);
  for (let waited = 0; !files.some(isRead) && waited < 1000; waited += 5) await sleep(5);
  if (!files.some(isRead)) {
    write(0);
    return { hit: false, why: 'nobody read the new time' };
  }
  return {
    hit: true,
    detail: `by ${byMs / hour} h for the server and ${run[side]}`,
    lastsMs: run.shortMs,
    end: () => write(0),
  };
}
