/**
 * Counts a report of Playwright's JSON reporter. Skipped tests and tests that passed only at the second try count as
 * failed, and so do errors outside of any test.
 *
 * @returns {import('./read-vitest-report.mjs').Tally}
 */
export function readPlaywrightReport(report) {
  const tests = report.suites.flatMap((suite) => collectTests(suite, []));
  const failures = tests
    .filter(({ status }) => status !== 'expected')
    .map(({ name, status, message, file }) => ({ name, message: message || status, file }));
  for (const error of report.errors ?? [])
    failures.push({ name: 'playwright', message: error.message ?? String(error.value) });
  return { passed: tests.filter(({ status }) => status === 'expected').length, failures };
}

function collectTests(suite, parents) {
  const titles = [...parents, suite.title];
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => describe(test, [...titles, spec.title], spec.file)),
  );
  return [...own, ...(suite.suites ?? []).flatMap((child) => collectTests(child, titles))];
}

function describe(test, titles, file) {
  const errors = test.results.flatMap((result) => result.errors ?? []);
  return {
    name: titles.filter(Boolean).join(' > '),
    status: test.status,
    file,
    message: errors.map((error) => error.message).join('\n'),
  };
}
