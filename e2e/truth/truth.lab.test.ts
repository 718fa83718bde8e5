import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from '@godwit/test-kit/run-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Grade } from './grade.ts';
import type { LeftOut } from './judge-again.ts';
import { knownInvisible } from './known-invisible.ts';
import type { Figures } from './matrix.ts';
import type { Observation } from './observation.ts';

interface Report {
  figures: Figures;
  swept: LeftOut[];
  scenarios: (Observation & { grade: Grade })[];
}

const start = fileURLToPath(new URL('start.mjs', import.meta.url));
const output = mkdtempSync(path.join(tmpdir(), 'truth-'));
let report: Report;

// A part of `npm run truth`, spread over all kinds; the whole of it takes longer than a test may.
beforeAll(async () => {
  const { stderr } = await runNode([start, '--quick', '--output', output]);
  expect(stderr).toBe('');
  report = JSON.parse(readFileSync(path.join(output, 'report.json'), 'utf8')) as Report;
}, 420_000);
afterAll(() => rmSync(output, { recursive: true, force: true }));

const told = (scenarios: Report['scenarios']): string[] =>
  scenarios.map(({ name, grade, cause }) => `${name}: ${grade.disagreement} ${cause?.raw ?? ''}`);

describe('real trees, judged and then tried', () => {
  it('are at least 80, and CRIU refuses many of them', () => {
    expect(report.figures.tried).toBeGreaterThanOrEqual(80);
    expect(report.figures.refused).toBeGreaterThanOrEqual(20);
  });

  it('are never judged to pass when CRIU refuses or loses them, nor blocked when it carries them', () => {
    const disagreeing = report.scenarios.filter(
      ({ name, grade }) => !grade.agrees && knownInvisible[name] === undefined,
    );
    expect(told(disagreeing)).toEqual([]);
  });

  it('have their cause named in 95 of 100 refusals', () => {
    const { of, good } = report.figures.named;
    expect(good / of).toBeGreaterThanOrEqual(0.95);
  });

  it('get exactly the options they need in 95 of 100 cases', () => {
    const { of, good } = report.figures.optionsExact;
    expect(good / of).toBeGreaterThanOrEqual(0.95);
  });
});
