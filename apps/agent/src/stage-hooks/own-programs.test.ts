import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { policySchema } from '../policy/policy.ts';
import { hooksOf, programsFor, whyNotRun } from './own-programs.ts';
import { outputLines } from './run-hooks.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'godwit-hooks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (mode: number): string => {
  const name = path.join(folder, 'hook');
  writeFileSync(name, '#!/bin/sh\n');
  chmodSync(name, mode);
  return name;
};

describe('programs of the owner', () => {
  const policy = policySchema.parse({
    version: 1,
    workloads: [
      { match: 'unit:shop*', hooks: { 'before-freeze': ['/one', '/two'] }, hookSeconds: 3 },
      { match: '*', hooks: { 'before-freeze': ['/three'] }, health: ['/well', 'a b'] },
    ],
  });

  it('are those whose pattern names one of the keys, in the order of the policy', () => {
    expect(hooksOf(programsFor(policy, ['command:x', 'unit:shop.service']), 'before-freeze')).toEqual([
      { program: '/one', deadlineMs: 3000 },
      { program: '/two', deadlineMs: 3000 },
      { program: '/three', deadlineMs: 10_000 },
    ]);
    expect(programsFor(policy, ['command:x'])).toHaveLength(1);
    expect(hooksOf(programsFor(policy, ['command:x']), 'after-release')).toEqual([]);
  });

  it.each([
    [{ hooks: { 'before-freeze': ['drain'] } }],
    [{ hooks: { 'at-noon': ['/drain'] } }],
    [{ health: [] }],
    [{ health: ['check'] }],
    [{ hookSeconds: 600 }],
    [{ command: '/x' }],
  ])('are refused as %j', (entry) => {
    expect(policySchema.safeParse({ version: 1, workloads: [{ match: '*', ...entry }] }).success).toBe(false);
  });

  it('are not run unless only their owner may change them', () => {
    expect(whyNotRun(file(0o755))).toBeNull();
    expect(whyNotRun(file(0o644))).toMatch(/not executable/);
    expect(whyNotRun(file(0o775))).toMatch(/others than its owner/);
    expect(whyNotRun(folder)).toMatch(/no regular file/);
    expect(whyNotRun(path.join(folder, 'gone'))).toMatch(/ENOENT/);
    symlinkSync(file(0o755), path.join(folder, 'link'));
    expect(whyNotRun(path.join(folder, 'link'))).toMatch(/no regular file/);
  });
});

describe('what a program wrote', () => {
  const lines = (text: string) =>
    outputLines('source', 'hook: ', text).flatMap((event) => ('lines' in event ? event.lines : []));

  it('keeps the last lines, cut, without control characters', () => {
    expect(lines('')).toEqual([]);
    expect(lines(`${'x\n'.repeat(100)}last\n`)).toHaveLength(40);
    expect(lines('a\u001b[31mb\n')).toEqual(['hook: a[31mb']);
    expect(lines('y'.repeat(5000))[0]).toHaveLength(500);
  });

  it.each([
    'password=hunter2',
    'DB_PASSWORD: hunter2',
    'Authorization: hunter2',
    'token hunter2',
    '"secret": "hunter2"',
  ])('withholds what follows the word in %s', (line) => {
    expect(lines(line)[0]).not.toContain('hunter2');
    expect(lines(line)[0]).toContain('[withheld]');
  });
});
