import { describe, expect, it } from 'vitest';
import { readPlaywrightReport } from './read-playwright-report.mjs';
import { readVitestReport } from './read-vitest-report.mjs';

const test = (status: string, failureMessages: string[] = []) => ({
  status,
  fullName: `a ${status} test`,
  failureMessages,
});
const file = (assertionResults: object[], status = 'passed', message = '') => ({
  name: 'a.test.ts',
  status,
  message,
  assertionResults,
});

describe('a report of Vitest', () => {
  it('counts what passed', () => {
    const report = { success: true, testResults: [file([test('passed'), test('passed')]), file([test('passed')])] };
    expect(readVitestReport(report)).toEqual({ passed: 3, failures: [] });
  });

  it('counts failed tests with their message', () => {
    const tally = readVitestReport({
      success: false,
      testResults: [file([test('passed'), test('failed', ['why'])], 'failed')],
    });
    expect(tally).toEqual({
      passed: 1,
      failures: [{ name: 'a.test.ts > a failed test', message: 'why', file: 'a.test.ts' }],
    });
  });

  it.each(['skipped', 'pending', 'todo', 'disabled'])('counts a %s test as failed', (status) => {
    const tally = readVitestReport({ success: true, testResults: [file([test(status)])] });
    expect(tally.failures).toMatchObject([
      { name: `a.test.ts > a ${status} test`, message: `did not run (${status})` },
    ]);
  });

  it('counts a file that could not be loaded', () => {
    const tally = readVitestReport({ success: false, testResults: [file([], 'failed', 'Cannot find module')] });
    expect(tally.failures).toEqual([{ name: 'a.test.ts', message: 'Cannot find module', file: 'a.test.ts' }]);
  });

  it('counts an error outside of all tests', () => {
    expect(readVitestReport({ success: false, testResults: [file([test('passed')])] }).failures).toHaveLength(1);
  });
});

describe('a report of Playwright', () => {
  const spec = (status: string, errors: object[] = []) => ({
    title: status,
    file: 'a.spec.ts',
    tests: [{ status, results: [{ errors }] }],
  });
  const report = (specs: object[], errors: object[] = []) => ({
    suites: [{ title: 'a.spec.ts', suites: [{ title: 'move', specs }] }],
    errors,
  });

  it('counts nested tests', () => {
    expect(readPlaywrightReport(report([spec('expected'), spec('expected')]))).toEqual({ passed: 2, failures: [] });
  });

  it.each(['unexpected', 'skipped', 'flaky'])('counts a test that is %s as failed', (status) => {
    const tally = readPlaywrightReport(report([spec('expected'), spec(status, [{ message: 'why' }])]));
    expect(tally).toEqual({
      passed: 1,
      failures: [{ name: `a.spec.ts > move > ${status}`, message: 'why', file: 'a.spec.ts' }],
    });
  });

  it('counts errors outside of tests', () => {
    expect(readPlaywrightReport(report([], [{ message: 'no config' }])).failures).toHaveLength(1);
  });
});
