import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../e2e/harness/wait-until.mjs';
import { findCopies } from '../../e2e/judge/find-copies.mjs';
import { readJsonLines } from '../../e2e/judge/judge-numbers.mjs';
import { readLabHosts, readNonce } from '../../e2e/judge/lab-hosts.mjs';
import { watchWorkload } from '../../e2e/kill/watch-workload.mjs';
import { restartWorkload } from '../lab/index.mjs';
import { moveByGodwit } from './move-by-godwit.mjs';
import { moveByHand } from './move-by-hand.mjs';

const workload = 'counter';
const watchEveryMs = 4;

/**
 * Moves the counter to and fro, by Godwit and by hand in turns, and takes the same two measures of both: how long no copy
 * ran, by /proc, and the longest wait between two numbers at the observer.
 *
 * @param {import('../../e2e/harness/start-installation.mjs').Installation} installation
 * @param {{ criuPath: string, rounds: number, note: (line: string) => void }} options
 */
export async function measureSwitchOver(installation, { criuPath, rounds, note }) {
  const result = { godwit: [], byHand: [], latenciesMs: [] };
  for (let round = 1; round <= rounds; round += 1) {
    note(`Move ${round} of ${rounds}`);
    const godwit = await observed(installation, (ends) => moveByGodwit(installation, { workload, ...ends }));
    result.godwit.push(godwit.measured);
    result.latenciesMs.push(...godwit.result.latenciesMs);
    const address = `10.77.${installation.lab.set}.101`;
    const byHand = await observed(installation, (ends) => moveByHand(installation, { ...ends, address, criuPath }));
    result.byHand.push(byHand.measured);
    // What was moved by hand is in no workload's cgroup any more, so it starts anew where it belongs.
    await restartWorkload(installation.lab, workload);
  }
  return result;
}

async function observed({ lab }, move) {
  const hosts = readLabHosts(lab.dir);
  const nonce = readNonce(lab.dir, workload);
  const [{ host: source, pid }] = findCopies(nonce, hosts);
  const destination = source === 'lab-a' ? 'lab-b' : 'lab-a';
  const watch = await watchWorkload(lab.dir, workload, watchEveryMs);
  await sleep(500);
  const from = Date.now();
  const result = await move({ source, destination, pid, hosts });
  const moved = Date.now();
  await waitUntil(() => arrivals(hosts, nonce).some((at) => at > moved), {
    timeoutMs: 30_000,
    what: 'The count going on',
  });
  const report = await watch.end();
  if (report.violations.length > 0) throw new Error('Two copies ran at once.');
  const measured = {
    notRunningMs: report.longestWithoutRunningMs,
    waitMs: longestWait(hosts, nonce, from),
    ...result.times,
  };
  return { measured, result };
}

/** When each number arrived at the observer, in milliseconds of the epoch. */
function arrivals(hosts, nonce) {
  const file = `${hosts.find(({ name }) => name === 'lab-c').root}/var/log/observer.jsonl`;
  return readJsonLines(file)
    .filter((line) => line.nonce === nonce)
    .map(({ at }) => at);
}

function longestWait(hosts, nonce, from) {
  const times = arrivals(hosts, nonce).filter((at) => at >= from - 200);
  return times.slice(1).reduce((longest, at, index) => Math.max(longest, at - times[index]), 0);
}
