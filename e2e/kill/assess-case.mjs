import { compareSnapshots } from '../judge/compare-snapshots.mjs';

/** A judge that looked away for longer than this has seen nothing. */
const longestBlinkMs = 1500;

/**
 * Everything that is wrong after a fault, in words; nothing when all is as promised.
 *
 * @param {Awaited<ReturnType<typeof import('./run-case.mjs').runCase>>} result
 * @param {{ choice?: string, mayDoWithout?: boolean }} killCase
 * @returns {string[]}
 */
export function assessCase(result, { choice, mayDoWithout }) {
  const { strike, report, numbers, copies, asked, outcome, source, destination } = result;
  const complaints = [];
  const demand = (holds, complaint) => holds || complaints.push(complaint);
  demand(strike.struck, `the fault did not happen: ${strike.why}`);
  demand(report.violations.length === 0, `two copies ran at once: ${JSON.stringify(report.violations[0])}`);
  demand(report.longestGapMs < longestBlinkMs, `the judge looked away for ${report.longestGapMs} ms`);
  demand(numbers.sound, `the observer's numbers are not sound: ${JSON.stringify({ ...numbers, count: undefined })}`);
  demand(
    copies.length === 1 && copies[0].state === 'running',
    `not one running copy at the end: ${JSON.stringify(copies)}`,
  );
  demand(
    !asked === !choice || (!asked && mayDoWithout),
    asked ? 'a person was asked, needlessly' : 'no person was asked, although the copy may have run',
  );
  demand(
    !asked?.some(({ state }) => state === 'running'),
    `a person was asked while a copy ran: ${JSON.stringify(asked)}`,
  );
  const expected = { succeeded: destination, 'given-back': source, failed: source, cancelled: source }[outcome];
  demand(expected !== undefined, `the run ended as ${outcome}, which leaves the workload to a person`);
  demand(!expected || copies[0]?.host === expected, `the run says ${outcome}, but the copy runs on ${copies[0]?.host}`);
  return complaints;
}

/**
 * What a move that is over has left behind on the hosts.
 *
 * @param {object} before snapshot taken before the first move
 * @param {object} after
 * @param {{ address: string }} workload its service address
 */
export function findLeftovers(before, after, { address }) {
  const ignore = [
    // The workload itself, its address and its cgroup are on one host or the other.
    / processes \d+ python3: .*counter\.py/,
    new RegExp(` addresses .*${address.replaceAll('.', '\\.')}/32`),
    / cgroups .*\/(workloads\/counter|godwit(\/copies(\/[0-9a-f-]+)?|\/holds|\/criu)?)$/,
    // Agents and the harness come and go under other pids.
    / processes \d+ node: .*agent\.js run/,
    / processes \d+ (MainThread|node): .*agent\.js run/,
    / cgroups \/(exec(\/.*)?|agent)$/,
    // An agent that just started asks CRIU what it can do.
    / processes \d+ .*criu check/,
    // A workload of the lab that starts a new sleep every second.
    / processes \d+ sleep: sleep 1$/,
    // Other labs and installations on the same machine.
    /^machine (links|mounts|addresses|nft) (?!.*CRIU)/,
  ];
  return compareSnapshots(before, after, { ignore });
}
