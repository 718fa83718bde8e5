import type { Finding, Verdict } from '@godwit/domain/verdict';
import type { Observation, Outcome } from './observation.ts';

export type Judged = Verdict['verdict'] | 'no verdict';

/** What comes of setting a judgement against what was observed. */
export interface Grade {
  judged: Judged;
  outcome: Outcome;
  agrees: boolean;
  /** Why not, in a sentence; empty when it agrees. */
  disagreement: string;
  /** Whether a blocker, or for a loss a caution, foretold what CRIU said; null where CRIU said nothing that could be foretold. */
  named: boolean | null;
  /** Whether the recommended options were exactly those needed; null where none could matter. */
  optionsExact: boolean | null;
  /** Options that proved needless. */
  needless: string[];
}

const foretells = (findings: readonly Finding[], raw: string): boolean =>
  findings.some(({ criuError }) => criuError !== null && new RegExp(criuError).test(raw));

const isRefusal = (outcome: Outcome): boolean => outcome === 'refused-dump' || outcome === 'refused-restore';

const of = (verdict: Verdict, severity: Finding['severity']): Finding[] =>
  verdict.findings.filter((one) => one.severity === severity);

/** Grades a verdict, made then or again from the stored facts, against one observation. */
export const grade = (verdict: Verdict | null, observation: Observation): Grade => {
  const judged: Judged = verdict === null ? 'no verdict' : verdict.verdict;
  const seen = outcomeUnder(verdict, observation);
  const disagreement = verdict === null ? `no verdict: ${observation.judgeError}` : disagreementOf(verdict, seen);
  const needless = needlessOptions(verdict, observation);
  return {
    judged,
    outcome: seen.outcome,
    agrees: disagreement === '',
    disagreement,
    named: namedOf(verdict, seen),
    optionsExact: exactness(verdict, seen.outcome, needless),
    needless,
  };
};

type Seen = Pick<Observation, 'outcome' | 'lost' | 'cause'>;

/** A judgement that lacks an option that was tried is graded by what happened without that option. */
const outcomeUnder = (verdict: Verdict | null, { options, trials, ...observation }: Observation): Seen => {
  if (verdict === null || verdict.verdict === 'blocked') return observation;
  const lacks = (side: 'dump' | 'restore') => options[side].find((option) => !verdict.options[side].includes(option));
  const [atDump, atRestore] = [lacks('dump'), lacks('restore')];
  const without = trials.find(({ option, side }) => option === (side === 'both' ? atDump : atRestore));
  return without ?? observation;
};

const disagreementOf = (verdict: Verdict, { outcome, lost }: Seen): string => {
  if (verdict.verdict === 'undetermined') return `undetermined, and it was ${outcome}`;
  if (verdict.verdict === 'blocked') return blockedOf(outcome);
  if (isRefusal(outcome)) return `judged ${verdict.verdict}, and CRIU refused (${outcome})`;
  if (outcome === 'lost' && !isForetoldLoss(verdict))
    return `judged ${verdict.verdict} without a caution, and was lost: ${lost.join('; ')}`;
  return '';
};

/** What these give up is said where they are recommended. */
const givesUp: readonly string[] = ['--skip-in-flight', '--tcp-close'];

const isForetoldLoss = (verdict: Verdict): boolean =>
  of(verdict, 'caution').length > 0 || verdict.options.dump.some((option) => givesUp.includes(option));

/** What CRIU would have lost without a word was rightly kept from it. */
const blockedOf = (outcome: Outcome): string => (outcome === 'carried' ? 'judged blocked, and it was carried' : '');

const namedOf = (verdict: Verdict | null, { outcome, cause }: Seen): boolean | null => {
  if (!isRefusal(outcome)) return null;
  // Without a line of CRIU there is nothing to foretell: it was never started, or it hung.
  if (cause === null || !/\(\d+\.\d+\)|Error/.test(cause.raw)) return null;
  return verdict !== null && foretells([...of(verdict, 'blocker')], cause.raw);
};

const needlessOptions = (verdict: Verdict | null, { trials }: Observation): string[] =>
  trials
    .filter(({ outcome, option, side }) => outcome === 'carried' && isStillRecommended(verdict, option, side))
    .map(({ option, side }) => (side === 'both' ? option : `${option} (restore)`));

const isStillRecommended = (verdict: Verdict | null, option: string, side: 'both' | 'restore'): boolean =>
  verdict !== null && (side === 'both' ? verdict.options.dump : verdict.options.restore).includes(option);

const passes = (verdict: Verdict): boolean =>
  verdict.verdict === 'migratable' || verdict.verdict === 'migratable-with-options';

/** Of what is judged to pass: nothing missing, and where anything was recommended, nothing needless. */
const exactness = (verdict: Verdict | null, outcome: Outcome, needless: readonly string[]): boolean | null => {
  if (verdict === null || !passes(verdict)) return null;
  return !isRefusal(outcome) && needless.length === 0;
};
