import { readFileSync } from 'node:fs';
import { dumpPhases, restorePhases } from '@godwit/domain/criu';
import { describe, expect, it } from 'vitest';
import { findCause, parseLogLine } from './parse-log-line.ts';
import { dumpPhaseOf, isSeizeLine, restorePhaseOf } from './phase-of-line.ts';
import { trackPhases } from './phase-tracker.ts';

/** Logs of CRIU 4.2.1 with -v4, recorded in the lab; lines that name paths are left out. */
const recorded = (name: string): string[] =>
  readFileSync(new URL(`./recorded/${name}.log`, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean);

const phasesOf = <P extends string>(lines: string[], order: readonly P[], phaseOf: (text: string) => P | null): P[] => {
  const seen: P[] = [];
  const enter = trackPhases(order, (phase) => seen.push(phase));
  for (const line of lines) enter(phaseOf(parseLogLine(line).text));
  return seen;
};

describe('the log of a dump', () => {
  it('shows its phases in order, each once', () => {
    const phases = phasesOf(recorded('dump-counter'), dumpPhases, dumpPhaseOf);
    expect(phases).toEqual([
      'starting',
      'freezing',
      'collecting',
      'dumping-tasks',
      'writing-pages',
      'finishing',
      'done',
    ]);
  });

  it('tells once per thread leader that a task was seized', () => {
    const seized = recorded('dump-counter')
      .map(parseLogLine)
      .filter(({ text }) => isSeizeLine(text));
    expect(seized).toHaveLength(1);
    expect(seized[0]?.atUs).toBeGreaterThan(0);
  });

  it('of a refused dump names the cause and not the first error, which is harmless', () => {
    const lines = recorded('dump-refused');
    expect(lines.find((line) => line.includes('Error'))).toContain('RLIMIT_NOFILE');
    expect(findCause(lines)).toBe(
      'Error (criu/sk-inet.c:200): inet: Connected TCP socket, consider using --tcp-established option.',
    );
    expect(phasesOf(lines, dumpPhases, dumpPhaseOf)).not.toContain('done');
  });

  it('of a dump that went well names none', () => {
    expect(findCause(recorded('dump-counter'))).toBeNull();
  });
});

describe('the log of a restore', () => {
  it('shows its phases in order, each once', () => {
    const phases = phasesOf(recorded('restore-counter'), restorePhases, restorePhaseOf);
    expect(phases).toEqual([
      'starting',
      'reading-images',
      'forking',
      'restoring-memory',
      'restoring-resources',
      'done',
    ]);
  });
});

describe('a line', () => {
  it.each([
    ['(00.043483) Error (criu/sk-inet.c:200): inet: no', { atUs: 43_483, level: 'error' }],
    ['(12.000001) Warn  (criu/x.c:1): careful', { atUs: 12_000_001, level: 'warning' }],
    ['pie: 8003: (00.1) text', { atUs: null, level: 'info' }],
    ['(00.017942)  8003: Error (criu/files-reg.c:1): lost', { atUs: 17_942, level: 'error' }],
    ['', { atUs: null, level: 'info' }],
  ])('%j is understood', (line, expected) => {
    expect(parseLogLine(line)).toMatchObject(expected);
  });
});
