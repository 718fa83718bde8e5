import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTree } from '../checks/make-tree.mjs';
import { readVitestReport } from './read-vitest-report.mjs';
import { runRunner } from './run-runner.mjs';

const passedReport = {
  success: true,
  testResults: [{ name: 'a', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'a' }] }],
};
const emptyReport = { success: true, testResults: [] };

function runScript(script: string, report: object | string = passedReport, deadlineMs = 20_000) {
  const root = makeTree({ 'report.json': report });
  const reportFile = path.join(root, report === '' ? 'none.json' : 'report.json');
  const argv = [process.execPath, '-e', script];
  return runRunner({ name: 'runner', argv, reportFile, deadlineMs, readReport: readVitestReport }, root);
}

describe('a test runner', { timeout: 30_000 }, () => {
  it('passes when its report and its exit code say so', async () => {
    expect(await runScript('')).toMatchObject({ passed: 1, failures: [] });
  });

  it.each([
    ['crashed', 'process.exit(3)', passedReport, 'ended with code 3'],
    ['was killed', "process.kill(process.pid, 'SIGKILL')", passedReport, 'SIGKILL'],
    ['ran no test', '', emptyReport, 'ran no test'],
    ['wrote no report', '', '', 'ran no test'],
    ['wrote half a report', '', '{"testResults":[', 'cannot be read'],
  ])('fails when it %s', async (_name, script, report, reason) => {
    const { failures } = await runScript(script, report);
    expect(failures.map(({ message }: { message: string }) => message).join()).toContain(reason);
  });

  it('is ended at its deadline, with everything it started', async () => {
    const script =
      "require('child_process').spawn('sleep', ['60'], { stdio: 'inherit' }); setInterval(() => {}, 1000);";
    const { failures, durationMs } = await runScript(script, passedReport, 500);
    expect(failures[0].message).toContain('deadline');
    expect(durationMs).toBeLessThan(10_000);
  });
});
