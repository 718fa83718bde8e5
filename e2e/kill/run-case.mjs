import { setTimeout as sleep } from 'node:timers/promises';
import { restartWorkload } from '../../tools/lab/index.mjs';
import { isAlive } from '../harness/process-identity.mjs';
import { waitUntil } from '../harness/wait-until.mjs';
import { findCopies } from '../judge/find-copies.mjs';
import { judgeNumbers, readObserverNumbers } from '../judge/judge-numbers.mjs';
import { readLabHosts, readNonce } from '../judge/lab-hosts.mjs';
import { decideAndWait, preflightMovable, startRun, waitForRun } from './move-workload.mjs';
import { strike } from './strike.mjs';
import { watchWorkload } from './watch-workload.mjs';

const workload = 'counter';
const attempts = 5;

/**
 * Moves the counter and lets one fault happen; then the judge looks.
 *
 * @param {import('../harness/start-installation.mjs').Installation} installation
 * @param {import('./cases.mjs').KillCase} killCase
 */
export async function runCase(installation, killCase) {
  const missed = [];
  for (;;) {
    const result = await tryCase(installation, killCase);
    if (result.strike.struck || missed.length === attempts - 1) return { ...result, missed };
    missed.push(result.strike.why);
  }
}

async function tryCase(installation, { victim, moment, choice }) {
  const hosts = readLabHosts(installation.lab.dir);
  const nonce = await ensureOneCopy(installation.lab, hosts);
  const [source, destination] = whereAndWhereTo(nonce, hosts);
  await revive(installation);
  const preflight = await preflightMovable(installation.api, workload, { source, destination });
  const watch = await watchWorkload(installation.lab.dir, workload);
  const { runId } = await startRun(installation.api, preflight);
  const run = { installation, source, destination, runId, hosts };
  const result = strike(moment, victim, run);
  await sleep(300);
  await revive(installation);
  const ended = await waitForRun(installation.api, runId);
  const asked = ended.decision ? findCopies(nonce, hosts) : null;
  const finished = asked && choice ? await decideAndWait(installation.api, ended, choice) : ended;
  const copies = await settle(nonce, hosts);
  const before = observerLast(hosts, nonce);
  await waitUntil(() => observerLast(hosts, nonce) > before + 3, { timeoutMs: 10_000, what: 'The count going on' });
  const report = await watch.end();
  return {
    runId,
    source,
    destination,
    strike: result,
    asked,
    outcome: finished.outcome,
    run: finished,
    copies,
    report,
    numbers: judgeObserver(hosts, nonce),
  };
}

/** A fault that ended badly must not spoil the next one: then the workload is started anew. */
async function ensureOneCopy(lab, hosts) {
  const copies = findCopies(readNonce(lab.dir, workload), hosts);
  if (copies.length !== 1 || copies[0].state !== 'running') await restartWorkload(lab, workload);
  return readNonce(lab.dir, workload);
}

/** Where the one running copy is, and the other of the two hosts. */
export function whereAndWhereTo(nonce, hosts) {
  const copies = findCopies(nonce, hosts);
  if (copies.length !== 1 || copies[0].state !== 'running') {
    throw new Error(`There is not one running ${workload} to begin with: ${JSON.stringify(copies)}`);
  }
  const source = copies[0].host;
  return [source, source === 'lab-a' ? 'lab-b' : 'lab-a'];
}

/** Whatever of server and agents is dead is started again, as their supervisor would do. */
export async function revive(installation) {
  if (!isAlive(installation.server.process)) await installation.server.start();
  for (const agent of Object.values(installation.agents)) if (!isAlive(agent.process)) await agent.start();
}

/** Exactly one copy, and it runs. */
async function settle(nonce, hosts) {
  await waitUntil(
    () => {
      const copies = findCopies(nonce, hosts);
      return copies.length === 1 && copies[0].state === 'running';
    },
    { timeoutMs: 15_000, what: 'One running copy' },
  ).catch(() => undefined);
  return findCopies(nonce, hosts);
}

function observerFile(hosts) {
  return `${hosts.find(({ name }) => name === 'lab-c').root}/var/log/observer.jsonl`;
}

function observerLast(hosts, nonce) {
  return readObserverNumbers(observerFile(hosts), nonce).at(-1) ?? 0;
}

export function judgeObserver(hosts, nonce) {
  return judgeNumbers(readObserverNumbers(observerFile(hosts), nonce));
}
