import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { runProgram } from '../program.ts';

const scratch = mkdtempSync(join(tmpdir(), 'godwit-gaps-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** A program that answers as a CRIU of some version does, and knows the features that are named. */
const makeCriu = (version: string, features: string[]): string => {
  const path = join(scratch, `criu-${version}`);
  const lines = [
    '#!/bin/sh',
    `case "$*" in`,
    `*--version*) echo "Version: ${version}" ;;`,
    ...features.map((name) => `"check --feature ${name}") exit 0 ;;`),
    '*--feature*) exit 1 ;;',
    '*) echo "Looks good." ;;',
    'esac',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o755 });
  return path;
};

const gaps = async (
  criu: string,
): Promise<{ code: number; results: Record<string, { result: string; by: string }> }> => {
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const code = await runProgram(['node', 'godwit', 'gaps', '--json', '--criu', criu]);
  vi.restoreAllMocks();
  const { gaps: judged } = JSON.parse(printed) as { gaps: { id: string; result: string; by: string }[] };
  return { code, results: Object.fromEntries(judged.map((one) => [one.id, one])) };
};

it('believes what CRIU says of this kernel, and compares versions where it has no test', async () => {
  const { code, results } = await gaps(makeCriu('3.16', ['timens']));
  expect(code).toBe(1);
  expect(results['time-namespaces']).toMatchObject({ result: 'passes', by: 'asked' });
  expect(results.rseq).toMatchObject({ result: 'fails', by: 'asked' });
  expect(results.amx).toMatchObject({ result: 'fails', by: 'versions' });
});

it('ends with 2 when there is no CRIU to ask', async () => {
  const { code, results } = await gaps(join(scratch, 'nowhere'));
  expect(code).toBe(2);
  expect(results.rseq?.result).toBe('unknown');
});
