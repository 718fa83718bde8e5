import type { LeftOut } from './judge-again.ts';
import { knownInvisible } from './known-invisible.ts';
import {
  type Figures,
  figuresOf,
  type Graded,
  gradeAll,
  isInvisible,
  judgedWords,
  outcomes,
  type Share,
} from './matrix.ts';
import type { Observation } from './observation.ts';

const percent = ({ of, good }: Share): string =>
  `${good} of ${of}${of === 0 ? '' : ` (${((100 * good) / of).toFixed(1)} %)`}`;

const matrixLines = ({ matrix }: Figures): string[] => {
  const row = (cells: readonly (string | number)[]): string =>
    cells.map((cell, at) => (at === 0 ? String(cell).padEnd(26) : String(cell).padStart(16))).join('');
  return [
    row(['judged \\ observed', ...outcomes]),
    ...judgedWords.map((word) => row([word, ...outcomes.map((one) => matrix[word]?.[one] ?? 0)])),
  ];
};

const findingsOf = ({ observation }: Graded): string => {
  const telling = observation.verdict?.findings.filter(({ severity }) => severity !== 'note') ?? [];
  return [...new Set(telling.map(({ id, severity }) => `${id} (${severity})`))].join(', ') || 'nothing found';
};

const evidence = (graded: Graded): string[] => {
  const { observation } = graded;
  const { options, cause, lost, verdict } = observation;
  const undetermined = verdict?.findings.filter(({ severity }) => severity === 'not-evaluated') ?? [];
  const foretold =
    verdict?.findings.filter(({ severity }) => severity === 'blocker').map(({ criuError }) => `/${criuError}/`) ?? [];
  return [
    `  Godwit: ${findingsOf(graded)}; options ${[...options.dump].join(' ') || 'none'}`,
    ...(verdict?.verdict === 'undetermined'
      ? undetermined.slice(0, 3).map(({ message }) => `    ${message.slice(0, 300)}`)
      : []),
    ...(foretold.length > 0 && graded.grade.named === false
      ? [`    foretold ${[...new Set(foretold)].join(' ')}`]
      : []),
    `  CRIU: ${graded.grade.outcome}${cause === null ? '' : `: ${cause.raw.trim().slice(0, 300)}`}${lost.length === 0 ? '' : `: ${lost.join('; ')}`}`,
  ];
};

const section = (title: string, graded: readonly Graded[], why: (one: Graded) => string): string[] =>
  graded.length === 0
    ? []
    : [
        `## ${title}: ${graded.length}`,
        '',
        ...graded.flatMap((one) => [`${one.observation.name}: ${why(one)}`, ...evidence(one), '']),
        '',
      ];

/** Everything that is not as it should be, with what both sides said. */
export const faults = (observations: readonly Observation[]): string[] => {
  const graded = gradeAll(observations).sort((left, right) =>
    left.observation.name.localeCompare(right.observation.name),
  );
  const all = graded.filter(({ grade }) => !grade.agrees);
  const disagreeing = all.filter((one) => !isInvisible(one));
  const invisible = all.filter(isInvisible);
  const agreeing = graded.filter(({ grade }) => grade.agrees);
  return [
    ...section('Disagreements', disagreeing, ({ grade }) => grade.disagreement),
    ...section('Known to be invisible', invisible, ({ observation }) => knownInvisible[observation.name] ?? ''),
    ...section(
      'Refused as judged, and the cause not named',
      agreeing.filter(({ grade }) => grade.named === false),
      () => 'no pattern matches',
    ),
    ...section(
      'Needless options',
      graded.filter(({ grade }) => grade.needless.length > 0),
      ({ grade }) => grade.needless.join(' '),
    ),
    ...section(
      'Unsteady: agreed only when tried again',
      graded.filter(({ observation }) => observation.unsteady !== undefined),
      ({ observation }) => observation.unsteady ?? '',
    ),
    ...section(
      'Lost as a caution said',
      agreeing.filter(({ grade }) => grade.outcome === 'lost'),
      ({ observation }) => observation.lost.join('; '),
    ),
  ];
};

const notStartedLines = (observations: readonly Observation[]): string[] =>
  observations
    .filter(({ notStarted }) => notStarted !== null)
    .map(({ name, notStarted }) => `not made here: ${name}: ${(notStarted ?? '').replaceAll('\n', ' ').slice(-160)}`);

/** The figures in words. */
export const summary = (observations: readonly Observation[]): string[] => {
  const figures = figuresOf(observations);
  return [
    `${figures.tried} scenarios tried, ${figures.refused} of them refused by CRIU; ${figures.notStarted} could not be made here`,
    '',
    ...matrixLines(figures),
    '',
    `judgement and CRIU agree:        ${percent(figures.agreement)}`,
    `  of the others not visible:     ${figures.invisible}`,
    `cause named where CRIU refused:  ${percent(figures.named)}`,
    `options exactly right:           ${percent(figures.optionsExact)}`,
    `  where any was recommended:     ${percent(figures.recommendedExact)}`,
  ];
};

export const fullReport = (observations: readonly Observation[]): string[] => [
  ...summary(observations),
  '',
  ...faults(observations),
  ...notStartedLines(observations),
];

const sweepLine = ({ rule, disagreements }: LeftOut): string =>
  `${rule}: ${disagreements.length} disagree without it, such as ${disagreements[0]}`;

/** First what is tested, then what cannot be provoked here and why, and last what nobody tests. */
export const sweepLines = (swept: readonly LeftOut[]): string[] => {
  const silent = swept.filter(({ disagreements }) => disagreements.length === 0);
  const excused = silent.filter(({ cannotProvoke }) => cannotProvoke !== null);
  const untested = silent.filter(({ cannotProvoke }) => cannotProvoke === null);
  return [
    ...swept.filter(({ disagreements }) => disagreements.length > 0).map(sweepLine),
    ...(excused.length === 0 ? [] : ['', 'Cannot be provoked here:']),
    ...excused.map(({ rule, cannotProvoke }) => `${rule}: ${cannotProvoke}`),
    ...(untested.length === 0 ? [] : ['']),
    ...untested.map(({ rule }) => `${rule}: UNTESTED, nothing disagrees without it`),
  ];
};
