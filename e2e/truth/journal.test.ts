import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { clearJournal, keyOf, readJournal, remember } from './journal.ts';
import type { Observation } from './observation.ts';
import type { Scenario } from './scenario.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'truth-journal-'));
const file = path.join(directory, 'journal.jsonl');
afterEach(() => rmSync(file, { force: true }));

const scenario: Scenario = { name: 'pipe', holds: [['pipe', {}]] };
const observation: Observation = {
  name: 'pipe',
  verdict: null,
  judgeError: null,
  source: '',
  destination: null,
  options: { dump: [], restore: [] },
  outcome: 'carried',
  lost: [],
  cause: null,
  trials: [],
  notStarted: null,
  milliseconds: 7,
};

it('gives back what was observed, though the last line was cut', () => {
  clearJournal(file);
  remember(file, scenario, observation);
  appendFileSync(file, '{"key":"half');
  expect(readJournal(file)).toEqual(new Map([[keyOf(scenario), observation]]));
});

it('does not take a changed scenario for the old one', () => {
  remember(file, scenario, observation);
  expect(readJournal(file).get(keyOf({ ...scenario, holds: [['pipe', { data: 'full' }]] }))).toBeUndefined();
});
