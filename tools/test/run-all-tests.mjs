import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildProject } from '../build/build-project.mjs';
import { runRunner } from './run-runner.mjs';
import { lookTwice } from './second-look.mjs';
import { testRunners } from './test-runners.mjs';

const needsCriu = new Set(['vitest lab', 'vitest guest', 'playwright']);

/**
 * Builds what the tests need and runs every test program. Tests of the database wait for timers most of the time, and those of the
 * lab for real processes, so that these run side by side, and so do, with what is left of the processors, those in the guest; the others one after the other.
 *
 * @param {string} root
 * @param {(line: string) => void} log
 * @returns {Promise<import('./read-vitest-report.mjs').Tally & { unsteady: import('./read-vitest-report.mjs').Failure[] }>}
 */
export async function runAllTests(root, log) {
  await buildProject({ root, log });
  const reportDir = mkdtempSync(path.join(os.tmpdir(), 'godwit-reports-'));
  try {
    const criu = await findWorkingCriu(log);
    const tallies = [];
    const run = (runner) => runOne(runner, { root, reportDir, log, criu });
    for (const group of sideBySide(testRunners(root, reportDir)))
      tallies.push(...(await Promise.all(group.map((queue) => inTurn(queue, run)))).flat());
    return addUp(tallies, log);
  } finally {
    rmSync(reportDir, { recursive: true, force: true });
  }
}

/** Each of these is a queue; the queues run side by side. */
const companions = [['vitest lab'], ['vitest db', 'vitest guest']];

function sideBySide(runners) {
  const named = (name) => runners.find((runner) => runner.name === name);
  const [first, ...others] = runners.filter(({ name }) => !companions.flat().includes(name));
  return [[[first]], companions.map((names) => names.map(named)), ...others.map((runner) => [[runner]])];
}

async function inTurn(queue, run) {
  const tallies = [];
  for (const runner of queue) tallies.push(await run(runner));
  return tallies;
}

async function findWorkingCriu(log) {
  const { findCriu } = await import('../criu/find-criu.mjs');
  const criu = await findCriu({ log });
  if (criu.found) process.env.GODWIT_CRIU = criu.path;
  // Agents that tests start do not probe their hosts by themselves.
  process.env.GODWIT_AGENT_PROBES ??= 'off';
  log(criu.found ? `CRIU ${criu.version} at ${criu.path}` : `No CRIU works here: ${criu.reason} ${criu.remedy}`);
  return criu;
}

// Tests that drive CRIU would each wait for something that cannot come: one failure that says why is better.
async function runOne(runner, { root, reportDir, log, criu }) {
  if (!criu.found && needsCriu.has(runner.name)) {
    const failures = [{ name: runner.name, message: criu.reason }];
    return { name: runner.name, passed: 0, failures, unsteady: [], durationMs: 0 };
  }
  const first = await runAlone(runner, { root, log });
  const twice = await lookTwice(first, root, (files) => {
    const again = testRunners(root, path.join(reportDir, 'again'), files).find(({ name }) => name === runner.name);
    return runAlone(again, { root, log });
  });
  return { ...first, ...twice };
}

async function runAlone(runner, { root, log }) {
  log(`\nRunning ${runner.name}`);
  const tally = await runRunner(runner, root);
  if (runner.name === 'vitest lab') await removeTestLab(log);
  return tally;
}

// A runner that was ended at its deadline could not take its lab down itself.
async function removeTestLab(log) {
  const { labDown } = await import('../lab/lab-down.mjs');
  const { testLabSet } = await import('./lab/start-lab.mjs');
  await labDown({ set: testLabSet }).catch((error) => log(`The test lab could not be taken down: ${error.message}`));
}

function addUp(tallies, log) {
  log('');
  for (const { name, passed, failures, durationMs } of tallies) {
    log(`${name}: ${passed} passed, ${failures.length} failed (${(durationMs / 1000).toFixed(0)} s)`);
  }
  const failures = tallies.flatMap((tally) => tally.failures);
  const unsteady = tallies.flatMap((tally) => tally.unsteady);
  return { passed: tallies.reduce((sum, tally) => sum + tally.passed, 0), failures, unsteady };
}
