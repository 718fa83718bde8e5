import { describe, expect, it } from 'vitest';
import type { CriuOptions, Finding, Severity } from './finding.ts';
import { mergeOptions } from './merge-options.ts';

const finding = (remedies: Partial<CriuOptions>[], severity: Severity = 'needs-option'): Finding => ({
  id: 'x.y',
  rule: 'x',
  severity,
  subject: { kind: 'process' },
  message: '',
  evidence: {},
  noticed: 'frozen',
  criuError: null,
  remedies: remedies.map((options) => ({ text: '', options: { dump: [], restore: [], ...options } })),
});
const dump = (...options: string[]): Finding => finding([{ dump: options }]);

describe('mergeOptions', () => {
  it('names each option once, in one order, whatever the order of the findings', () => {
    const findings = [dump('--shell-job'), dump('--file-locks'), dump('--shell-job')];
    const expected = ['--file-locks', '--shell-job'];
    expect(mergeOptions(findings).dump).toEqual(expected);
    expect(mergeOptions(findings.reverse()).dump).toEqual(expected);
  });

  it('repeats at restore what the images would refuse without it, and nothing else', () => {
    expect(mergeOptions([dump('--shell-job', '--link-remap', '--skip-in-flight', '--ext-unix-sk')])).toEqual({
      dump: ['--ext-unix-sk', '--link-remap', '--shell-job', '--skip-in-flight'],
      restore: ['--shell-job'],
    });
  });

  it('takes the largest ghost limit as a number', () => {
    expect(mergeOptions([dump('--ghost-limit=9000000'), dump('--ghost-limit=10000000')]).dump).toEqual([
      '--ghost-limit=10000000',
    ]);
  });

  it('keeps connections when one finding would close them', () => {
    const closing = finding([{ dump: ['--tcp-close'], restore: ['--tcp-close'] }]);
    const keeping = finding([{ dump: ['--tcp-established'], restore: ['--tcp-established'] }]);
    expect(mergeOptions([closing, keeping])).toEqual({ dump: ['--tcp-established'], restore: ['--tcp-established'] });
    expect(mergeOptions([closing]).restore).toEqual(['--tcp-close']);
  });

  it('follows the first remedy that sets an option, because the others are alternatives', () => {
    expect(mergeOptions([finding([{}, { dump: ['--file-locks'] }, { dump: ['--link-remap'] }])]).dump).toEqual([
      '--file-locks',
    ]);
  });

  it('takes no option from findings that need none', () => {
    expect(
      mergeOptions([finding([{ dump: ['--x'] }], 'caution'), finding([{ dump: ['--y'] }], 'blocker')]).dump,
    ).toEqual([]);
  });
});
