import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../../e2e/harness/wait-until.mjs';
import { findCopies } from '../../e2e/judge/find-copies.mjs';
import { readJsonLines } from '../../e2e/judge/judge-numbers.mjs';
import { readLabHosts, readNonce } from '../../e2e/judge/lab-hosts.mjs';
import { findWorkload, startMove, waitForRun } from '../../e2e/kill/move-workload.mjs';
import { watchWorkload } from '../../e2e/kill/watch-workload.mjs';
import { restartWorkload } from '../lab/index.mjs';
import { runCommand } from '../process/run-command.mjs';
import { subscribe } from './subscribe.mjs';

const workload = 'counter';
const script = fileURLToPath(new URL('./by-hand.sh', import.meta.url));
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
    const godwit = await observed(installation, (ends) => moveByGodwit(installation, ends));
    result.godwit.push(godwit.measured);
    result.latenciesMs.push(...godwit.result.latenciesMs);
    const byHand = await observed(installation, (ends) => moveByHand(installation, ends, criuPath));
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

async function moveByGodwit({ api, agents }, { source, destination }) {
  await findWorkload(api, workload, source);
  const { runId } = await startMove(api, workload, source, destination);
  const heard = [];
  let isOver = false;
  const live = subscribe(api, { runId }, (message, at) => {
    const { data, type } = message.event ?? message.data?.event ?? {};
    if ((data?.type ?? type) === 'side.changed') heard.push({ ...data, at });
    isOver ||= ['run.finished', 'decision.needed'].includes(data?.type ?? type);
  });
  // Asking for the whole run again and again would keep the server from what is measured; a browser does not either.
  await waitUntil(() => isOver, { timeoutMs: 60_000, what: `The end of run ${runId}` });
  const run = await waitForRun(api, runId);
  await live.end();
  if (run.outcome !== 'succeeded')
    throw new Error(`The move ended as ${run.outcome}: ${JSON.stringify(run.events.slice(-3))}`);
  const { frozenUs, switchOverUs, totalUs, overheadUs } = run.times;
  const times = {
    frozenMs: frozenUs / 1000,
    switchOverMs: switchOverUs / 1000,
    totalMs: totalUs / 1000,
    overheadMs: overheadUs / 1000,
  };
  const sides = { source: agents[source].runsDir, destination: agents[destination].runsDir };
  return { times, latenciesMs: latencies(heard, sides, runId) };
}

/** From the moment a state was written on the agent's disk to its arrival at the subscriber; one clock, as it is one machine. */
function latencies(heard, sides, runId) {
  return Object.entries(sides).flatMap(([side, runsDir]) => {
    const records = readFileSync(path.join(runsDir, runId, 'journal.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return records
      .filter(({ kind }) => kind === 'state')
      .flatMap(({ state, at }) => {
        const arrival = heard.find((one) => one.side === side && one.state === state);
        return arrival ? [arrival.at - Date.parse(at)] : [];
      });
  });
}

async function moveByHand({ lab }, { source, destination, pid, hosts }, criuPath) {
  const init = (name) => String(hosts.find((host) => host.name === name).initPid);
  const insidePid = /^NSpid:.*?(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1];
  const images = path.join(lab.stateDir, 'bench-by-hand');
  const address = `10.77.${lab.set}.101`;
  const server = lab.hosts.find(({ name }) => name === destination).address;
  const argv = ['/bin/sh', script, criuPath, insidePid, images, address, server, init(source), init(destination)];
  const { code, output } = await runCommand(argv, { capture: true, deadlineMs: 60_000 });
  for (const host of lab.hosts)
    rmSync(path.join(host.diskDir, 'state/bench-by-hand'), { recursive: true, force: true });
  if (code !== 0) throw new Error(`The move by hand failed: ${output}`);
  const { totalMs, ...parts } = JSON.parse(output.trim().split('\n').at(-1));
  return { times: { totalMs, ...parts } };
}
