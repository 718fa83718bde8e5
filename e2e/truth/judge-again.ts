import { readFileSync } from 'node:fs';
import { parseBundle } from '@godwit/domain/facts';
import { rules } from '@godwit/domain/rules';
import { type ImagesToJudge, judge, judgeImages, type Verdict } from '@godwit/domain/verdict';
import { whyNotProvoked } from './cannot-provoke.ts';
import { type Grade, grade } from './grade.ts';
import type { Observation } from './observation.ts';

/** Judges the stored facts of one observation with the rules of today, some left out. */
export const judgeAgain = (observation: Observation, leftOut: readonly string[] = []): Verdict | null => {
  if (observation.verdict === null) return null;
  if (observation.verdict.from === 'images') {
    const images = JSON.parse(readFileSync(observation.source, 'utf8')) as ImagesToJudge;
    return judgeImages({ ...images, leftOut });
  }
  const source = parseBundle(readFileSync(observation.source, 'utf8'));
  const product = observation.asProduct === undefined ? {} : { throughRuntime: true, ...observation.asProduct };
  if (observation.destination === null) return judge({ source, purpose: 'here', leftOut, ...product });
  const destination = parseBundle(readFileSync(observation.destination, 'utf8'));
  return judge({ source, destination, purpose: 'move', leftOut, ...product });
};

export const gradeAgain = (observation: Observation, leftOut: readonly string[] = []): Grade =>
  grade(leftOut.length === 0 ? observation.verdict : judgeAgain(observation, leftOut), observation);

export interface LeftOut {
  rule: string;
  /** Scenarios that agree with all rules and no longer without this one. */
  disagreements: string[];
  /** Why there can be none on this machine; null when there could. */
  cannotProvoke: string | null;
}

/** Leaves out one rule after the other. A rule without which nothing disagrees is untested. */
export const sweepRules = (observations: readonly Observation[], only: readonly string[] = []): LeftOut[] => {
  const needing = new Map<string, string[]>();
  for (const one of observations.filter(({ notStarted }) => notStarted === null)) {
    for (const rule of neededRules(one, only)) needing.set(rule, [...(needing.get(rule) ?? []), one.name]);
  }
  const swept = rules.filter(({ id }) => only.length === 0 || only.includes(id));
  return swept.map(({ id }) => {
    const disagreements = needing.get(id) ?? [];
    return {
      rule: id,
      disagreements,
      cannotProvoke: disagreements.length > 0 ? null : whyNotProvoked(id, observations),
    };
  });
};

/** The rules without which a judgement that agrees would not: from the same facts it changes only where a rule found something. */
const neededRules = (observation: Observation, only: readonly string[]): string[] => {
  const verdict = judgeAgain(observation);
  if (!grade(verdict, observation).agrees) return [];
  const found = new Set(verdict?.findings.map(({ rule }) => rule));
  return [...found].filter(
    (rule) => (only.length === 0 || only.includes(rule)) && !grade(judgeAgain(observation, [rule]), observation).agrees,
  );
};
