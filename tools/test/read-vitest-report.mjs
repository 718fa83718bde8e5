/**
 * `file` is left out where no test file is to blame, but the runner itself.
 *
 * @typedef {{ name: string, message: string, file?: string }} Failure
 * @typedef {{ passed: number, failures: Failure[] }} Tally
 */

/**
 * Counts a report of Vitest's JSON reporter. A test that did not run counts as failed, and so does a file that could
 * not be loaded or an error outside of any test: nothing that went wrong may look like nothing happened.
 *
 * @returns {Tally}
 */
export function readVitestReport(report) {
  const tallies = report.testResults.map(readFile);
  const tally = { passed: sum(tallies), failures: tallies.flatMap(({ failures }) => failures) };
  if (!report.success && tally.failures.length === 0) {
    tally.failures.push({ name: 'vitest', message: 'an error outside of the tests; see the output above' });
  }
  return tally;
}

function readFile({ name: file, status, message, assertionResults }) {
  const passed = assertionResults.filter((test) => test.status === 'passed').length;
  const failures = assertionResults
    .filter((test) => test.status !== 'passed')
    .map((test) => ({ name: `${file} > ${test.fullName}`, message: describe(test), file }));
  if (status === 'failed' && failures.length === 0)
    failures.push({ name: file, message: message || 'the file could not be run', file });
  return { passed, failures };
}

function describe({ status, failureMessages }) {
  return status === 'failed' ? failureMessages.join('\n') : `did not run (${status})`;
}

function sum(tallies) {
  return tallies.reduce((total, { passed }) => total + passed, 0);
}
