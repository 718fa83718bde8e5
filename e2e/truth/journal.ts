import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Observation } from './observation.ts';
import type { Scenario } from './scenario.ts';

interface Entry {
  /** Changes with the scenario, so that an old observation is not taken for it. */
  key: string;
  observation: Observation;
}

export const keyOf = (scenario: Scenario): string =>
  createHash('sha256').update(JSON.stringify(scenario)).digest('hex').slice(0, 16);

const parseLine = (line: string): Entry[] => {
  try {
    return [JSON.parse(line) as Entry];
  } catch {
    // The line that a killed run was writing.
    return [];
  }
};

/** What earlier runs observed, one line each, so that a run that was ended can be gone on with. */
export const readJournal = (file: string): Map<string, Observation> => {
  if (!existsSync(file)) return new Map();
  const entries = readFileSync(file, 'utf8').split('\n').filter(Boolean).flatMap(parseLine);
  return new Map(entries.map(({ key, observation }) => [key, observation]));
};

export const clearJournal = (file: string): void => writeFileSync(file, '');

export const remember = (file: string, scenario: Scenario, observation: Observation): void =>
  appendFileSync(file, `${JSON.stringify({ key: keyOf(scenario), observation } satisfies Entry)}\n`);
