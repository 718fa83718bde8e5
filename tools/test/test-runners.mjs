import { existsSync } from 'node:fs';
import path from 'node:path';
import { readPlaywrightReport } from './read-playwright-report.mjs';
import { readVitestReport } from './read-vitest-report.mjs';

const minuteMs = 60_000;
const browserConfig = 'e2e/playwright.config.ts';

/**
 * The test programs, quickest first. With `files`, each runs only these.
 *
 * @param {string} root
 * @param {string} reportDir where the reports go
 * @param {string[]} [files]
 * @returns {import('./run-runner.mjs').Runner[]}
 */
export function testRunners(root, reportDir, files = []) {
  const runners = [
    vitestRunner(root, reportDir, 'unit', 8 * minuteMs),
    vitestRunner(root, reportDir, 'db', 8 * minuteMs),
    vitestRunner(root, reportDir, 'lab', 20 * minuteMs),
    guestRunner(root, reportDir),
  ];
  if (existsSync(path.join(root, browserConfig))) runners.push(browserRunner(root, reportDir));
  return runners.map((runner) => ({ ...runner, argv: [...runner.argv, ...files] }));
}

function vitestRunner(root, reportDir, project, deadlineMs) {
  const reportFile = path.join(reportDir, `${project}.json`);
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  return {
    name: `vitest ${project}`,
    argv: [process.execPath, vitest, 'run', '--project', project, ...reporters],
    reportFile,
    deadlineMs,
    readReport: readVitestReport,
  };
}

/** The tests in the guest: the same, in a machine of their own. A little before the deadline the guest itself is ended. */
function guestRunner(root, reportDir) {
  const deadlineMs = 10 * minuteMs;
  const runner = vitestRunner(root, reportDir, 'guest', deadlineMs);
  const program = path.join(root, 'tools/test/guest/run-guest-tests.mjs');
  const seconds = String(deadlineMs / 1000 - 30);
  return { ...runner, argv: [process.execPath, program, reportDir, seconds, ...runner.argv] };
}

function browserRunner(root, reportDir) {
  const reportFile = path.join(reportDir, 'browser.json');
  const playwright = path.join(root, 'node_modules/@playwright/test/cli.js');
  return {
    name: 'playwright',
    argv: [process.execPath, playwright, 'test', '--config', browserConfig, '--forbid-only', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile, PLAYWRIGHT_HTML_OPEN: 'never' },
    reportFile,
    deadlineMs: 15 * minuteMs,
    readReport: readPlaywrightReport,
  };
}
