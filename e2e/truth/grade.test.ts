import type { Finding, Verdict } from '@godwit/domain/verdict';
import { describe, expect, it } from 'vitest';
import { grade } from './grade.ts';
import type { Observation, Trial } from './observation.ts';

const finding = (severity: Finding['severity'], criuError: string | null, dump: string[] = []): Finding => ({
  id: 'pipes.full',
  rule: 'pipes',
  severity,
  subject: { kind: 'process' },
  message: '',
  evidence: {},
  noticed: 'frozen',
  criuError,
  remedies: [{ text: '', options: { dump, restore: [] } }],
});
const verdict = (word: Verdict['verdict'], findings: Finding[] = [], dump: string[] = []): Verdict => ({
  version: 1,
  verdict: word,
  for: 'here',
  options: { dump, restore: [] },
  findings,
  facts: { processes: 1, fds: 1, durationMs: 1 },
});
const observation = (given: Verdict, rest: Partial<Observation>): Observation => ({
  name: 'pipe',
  verdict: given,
  judgeError: null,
  source: '',
  destination: null,
  options: given.options,
  outcome: 'carried',
  lost: [],
  cause: null,
  trials: [],
  notStarted: null,
  milliseconds: 1,
  ...rest,
});
const graded = (given: Verdict, rest: Partial<Observation>) => grade(given, observation(given, rest));
const refused = {
  outcome: 'refused-dump',
  cause: { text: 'pipe full', raw: '(00.1) Error (criu/pipes.c:1): pipe full' },
} as const;
const trial = (outcome: Trial['outcome'], side: Trial['side'] = 'both'): Trial => ({
  option: '--file-locks',
  side,
  outcome,
  lost: [],
  cause: null,
});

describe('grade', () => {
  it('agrees where what passes is carried and what is blocked is refused', () => {
    expect(graded(verdict('migratable'), {}).agrees).toBe(true);
    expect(graded(verdict('blocked', [finding('blocker', 'pipe full')]), refused)).toMatchObject({
      agrees: true,
      named: true,
    });
  });

  it('disagrees where either is wrong, and wherever nothing was determined', () => {
    expect(graded(verdict('migratable'), refused)).toMatchObject({ agrees: false, named: false });
    expect(graded(verdict('blocked', [finding('blocker', 'x')]), {}).agrees).toBe(false);
    expect(graded(verdict('undetermined'), {}).agrees).toBe(false);
    expect(graded(verdict('undetermined'), refused).agrees).toBe(false);
    expect(grade(null, observation(verdict('migratable'), { judgeError: 'it broke' }))).toMatchObject({
      agrees: false,
      judged: 'no verdict',
    });
  });

  it('takes a loss for foretold only where a caution was given, or what gives something up was recommended', () => {
    const lost = { outcome: 'lost', lost: ['pipe: nobody reads'] } as const;
    expect(graded(verdict('migratable'), { ...lost, lost: [...lost.lost] }).agrees).toBe(false);
    expect(graded(verdict('migratable', [finding('caution', null)]), { outcome: 'lost' }).agrees).toBe(true);
    expect(graded(verdict('blocked', [finding('blocker', null)]), { outcome: 'lost' }).agrees).toBe(true);
    expect(graded(verdict('migratable-with-options', [], ['--skip-in-flight']), { outcome: 'lost' }).agrees).toBe(true);
  });

  it('does not count a cause that another pattern than that of a blocker matches', () => {
    expect(
      graded(verdict('blocked', [finding('blocker', 'something else'), finding('caution', 'pipe full')]), refused)
        .named,
    ).toBe(false);
  });

  it('asks that every recommended option is needed, at dump and at restore', () => {
    const given = {
      ...verdict('migratable-with-options', [], ['--file-locks']),
      options: { dump: ['--file-locks'], restore: ['--file-locks'] },
    };
    expect(graded(given, { trials: [trial('refused-dump')] })).toMatchObject({ optionsExact: true, needless: [] });
    expect(graded(given, { trials: [trial('lost')] }).optionsExact).toBe(true);
    expect(graded(given, { trials: [trial('carried')] })).toMatchObject({
      optionsExact: false,
      needless: ['--file-locks'],
    });
    expect(graded(given, { trials: [trial('carried', 'restore')] }).needless).toEqual(['--file-locks (restore)']);
  });

  it('grades a judgement that lacks an option by what happened without it', () => {
    const tried = observation(verdict('migratable-with-options', [], ['--file-locks']), {
      trials: [trial('refused-dump')],
    });
    expect(grade(verdict('migratable'), tried)).toMatchObject({ agrees: false, outcome: 'refused-dump' });
  });
});
