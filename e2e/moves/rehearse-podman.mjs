import { findRunFiles } from '../chaos/leftovers.mjs';
import { isAlive } from '../harness/process-identity.mjs';
import { waitUntil } from '../harness/wait-until.mjs';
import { readLabHosts } from '../judge/lab-hosts.mjs';
import { watchCopies } from '../judge/watch-copies.mjs';
import { preflightMove, startRun, waitForRun } from '../kill/move-workload.mjs';
import { podmanStrikes } from './podman-strikes.mjs';
import { findTouched, lookAtPodman } from './podman-untouched.mjs';

/**
 * Rehearses the move of the container, with podman asked all the while, and throws unless nobody could have noticed.
 *
 * @param {import('./podman-trial.mjs').Trial} trial
 * @param {{ source: string, destination: string, strike?: (run: { runId: string, source: string, destination: string }) => Promise<void> }} way
 *   `strike` kills something in the middle
 * @returns {Promise<object>} the run as the portal shows it
 */
export async function rehearse(trial, way) {
  const ended = new AbortController();
  const hosts = readLabHosts(trial.installation.lab.dir);
  const watch = watchCopies({ nonce: trial.nonce, hosts, periodMs: 20, signal: ended.signal });
  const asked = askAlong(trial, way.source, ended.signal);
  const run = await rehearseOnce(trial, way).finally(() => ended.abort());
  const { violations, timeline } = await watch;
  expectEqual(violations, [], 'running at once were');
  // A rehearsal in which no second copy was ever seen would show nothing.
  if (!way.strike && !timeline.some(({ copies }) => copies.length === 2)) throw new Error('No copy was seen.');
  const answers = await asked;
  expectEqual([...new Set(answers)], [`${trial.name} running`], `podman was asked ${answers.length} times and said`);
  return run;
}

async function rehearseOnce(trial, { source, destination, strike }) {
  const { installation, listed } = trial;
  const preflight = await preflightMove(installation.api, trial.name, source, destination);
  if (preflight.notRehearsableReason) throw new Error(preflight.notRehearsableReason);
  const before = lookAtPodman(trial);
  const { runId } = await startRun(installation.api, preflight, { kind: 'rehearsal' });
  await strike?.({ runId, source, destination });
  await startAgents(installation);
  const run = await waitForRun(installation.api, runId, 180_000);
  await trial.progress();
  await expectUntouched(trial, before, runId);
  expectEqual([await listed(source), await listed(destination)], [`${trial.name} running`, ''], 'podman on both says');
  return run;
}

/** What podman on the source says of the container until the signal comes. */
async function askAlong({ listed }, host, signal) {
  const answers = [];
  while (!signal.aborted) answers.push(await listed(host));
  return answers;
}

async function startAgents({ agents }) {
  for (const agent of Object.values(agents)) if (!isAlive(agent.process)) await agent.start();
}

/** What is swept in the background is waited for. */
async function expectUntouched(trial, before, runId) {
  const { agents } = trial.installation;
  const find = () => [
    ...findTouched(before, lookAtPodman(trial)),
    ...Object.values(agents).flatMap(({ host, runsDir }) =>
      findRunFiles(runsDir, runId).map((file) => `${host}: ${file} is left of the run`),
    ),
  ];
  const clean = () => find().length === 0;
  await waitUntil(clean, { timeoutMs: 30_000, what: 'Nothing left', everyMs: 200 }).catch(() => undefined);
  expectEqual(find(), [], 'left, or changed, is');
}

function expectEqual(seen, expected, what) {
  const [is, should] = [seen, expected].map((one) => JSON.stringify(one, null, 1));
  if (is !== should) throw new Error(`${what} ${is.slice(0, 4000)}, and should be ${should}`);
}

/** Rehearses again and again, each time with another part of it killed; says what became of each. */
export async function rehearseUnderFire(trial, way) {
  for (const [what, strike] of Object.entries(podmanStrikes(trial.installation))) {
    const { outcome, error } = await rehearse(trial, { ...way, strike });
    console.log(`  ${what} killed: ${outcome}${error ? ` (${error.message})` : ''}; nothing left, podman saw nothing`);
  }
}
