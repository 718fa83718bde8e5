import { existsSync, readFileSync } from 'node:fs';
import { runCommand } from '../process/run-command.mjs';

/**
 * @typedef {{ name: string, argv: string[], env?: Record<string, string>, reportFile: string, deadlineMs: number,
 *   readReport: (report: any) => import('./read-vitest-report.mjs').Tally }} Runner
 */

/**
 * Runs one test program and counts what its report says. Whatever the report says, a runner that crashed, passed its
 * deadline, wrote no report or ran no test at all adds a failure of its own.
 *
 * @param {Runner} runner
 * @param {string} root
 * @returns {Promise<import('./read-vitest-report.mjs').Tally & { name: string, durationMs: number }>}
 */
export async function runRunner(runner, root) {
  const env = { ...process.env, ...runner.env };
  const result = await runCommand(runner.argv, { cwd: root, env, deadlineMs: runner.deadlineMs });
  const tally = readTally(runner);
  const crash = describeCrash(runner, result, tally);
  if (crash) tally.failures.push({ name: runner.name, message: crash });
  return { ...tally, name: runner.name, durationMs: result.durationMs };
}

function readTally({ reportFile, readReport }) {
  const none = { passed: 0, failures: [] };
  if (!existsSync(reportFile)) return none;
  try {
    return readReport(JSON.parse(readFileSync(reportFile, 'utf8')));
  } catch (error) {
    return { passed: 0, failures: [{ name: reportFile, message: `the report cannot be read: ${error.message}` }] };
  }
}

function describeCrash({ deadlineMs }, result, tally) {
  if (result.timedOut) return `was ended after its deadline of ${deadlineMs / 60_000} minutes`;
  if (tally.failures.length > 0) return undefined;
  if (result.code !== 0) return `ended with ${result.signal ?? `code ${result.code}`} although no test failed`;
  return tally.passed === 0 ? 'ran no test at all' : undefined;
}
