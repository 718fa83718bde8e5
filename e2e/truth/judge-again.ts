import { readFileSync } from 'node:fs';
import { parseBundle } from '@godwit/domain/facts';
import { rules } from '@godwit/domain/rules';
import { judge, type Verdict } from '@godwit/domain/verdict';
import { type Grade, grade } from './grade.ts';
import type { Observation } from './observation.ts';

/** Judges the stored facts of one observation with the rules of today, some left out. */
export const judgeAgain = (observation: Observation, leftOut: readonly string[] = []): Verdict | null => {
  if (observation.verdict === null) return null;
  const source = parseBundle(readFileSync(observation.source, 'utf8'));
  if (observation.destination === null) return judge({ source, purpose: 'here', leftOut });
  const destination = parseBundle(readFileSync(observation.destination, 'utf8'));
  return judge({ source, destination, purpose: 'move', leftOut });
};

export const gradeAgain = (observation: Observation, leftOut: readonly string[] = []): Grade =>
  grade(leftOut.length === 0 ? observation.verdict : judgeAgain(observation, leftOut), observation);

export interface LeftOut {
  rule: string;
  /** Scenarios that agree with all rules and no longer without this one. */
  disagreements: string[];
}

/** Leaves out one rule after the other. A rule without which nothing disagrees is untested. */
export const sweepRules = (observations: readonly Observation[], only: readonly string[] = []): LeftOut[] => {
  const agreeing = observations.filter((one) => one.notStarted === null && grade(judgeAgain(one), one).agrees);
  const swept = rules.filter(({ id }) => only.length === 0 || only.includes(id));
  return swept.map(({ id }) => ({
    rule: id,
    disagreements: agreeing.filter((one) => matters(id, one)).map(({ name }) => name),
  }));
};

/** A judgement from the same facts changes only where the rule found something. */
const matters = (rule: string, observation: Observation): boolean => {
  const verdict = judgeAgain(observation);
  if (!verdict?.findings.some((finding) => finding.rule === rule)) return false;
  return !grade(judgeAgain(observation, [rule]), observation).agrees;
};
