import { type Grade, grade } from './grade.ts';
import { knownInvisible } from './known-invisible.ts';
import type { Observation } from './observation.ts';

export interface Share {
  of: number;
  good: number;
}

/** All figures of a run. */
export interface Figures {
  tried: number;
  notStarted: number;
  refused: number;
  matrix: Record<string, Record<string, number>>;
  agreement: Share;
  /** Disagreements about what nothing outside shows. */
  invisible: number;
  named: Share;
  optionsExact: Share;
  /** Of those for which an option was recommended alone. */
  recommendedExact: Share;
}

export interface Graded {
  observation: Observation;
  grade: Grade;
}

export const gradeAll = (observations: readonly Observation[]): Graded[] =>
  observations
    .filter(({ notStarted }) => notStarted === null)
    .map((observation) => ({ observation, grade: grade(observation.verdict, observation) }));

const share = (values: readonly (boolean | null)[]): Share => {
  const counted = values.filter((value) => value !== null);
  return { of: counted.length, good: counted.filter(Boolean).length };
};

/** A loss that is known to be invisible: it disagrees, and no rule could mend that. */
export const isInvisible = ({ observation, grade }: Graded): boolean =>
  !grade.agrees && knownInvisible[observation.name] !== undefined;

export const judgedWords = ['migratable', 'migratable-with-options', 'blocked', 'undetermined', 'no verdict'] as const;
export const outcomes = ['carried', 'lost', 'refused-dump', 'refused-restore'] as const;

export const figuresOf = (observations: readonly Observation[]): Figures => {
  const graded = gradeAll(observations);
  const count = (judged: string, outcome: string): number =>
    graded.filter((one) => one.grade.judged === judged && one.grade.outcome === outcome).length;
  const matrix = Object.fromEntries(
    judgedWords.map((judged) => [
      judged,
      Object.fromEntries(outcomes.map((outcome) => [outcome, count(judged, outcome)])),
    ]),
  );
  const grades = graded.map((one) => one.grade);
  const recommended = grades.filter(({ judged }) => judged === 'migratable-with-options');
  return {
    tried: graded.length,
    notStarted: observations.length - graded.length,
    refused: graded.filter(({ observation }) => observation.outcome.startsWith('refused')).length,
    matrix,
    invisible: graded.filter(isInvisible).length,
    agreement: share(grades.map(({ agrees }) => agrees)),
    named: share(grades.map(({ named }) => named)),
    optionsExact: share(grades.map(({ optionsExact }) => optionsExact)),
    recommendedExact: share(recommended.map(({ optionsExact }) => optionsExact)),
  };
};
