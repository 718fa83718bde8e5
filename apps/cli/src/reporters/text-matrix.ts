import type { CapabilityMatrix, MatrixSummary, ProbeOutcome, ProbeResult } from '@godwit/domain/facts';
import { plainText } from './plain-text.ts';
import { type Style, styled } from './text.ts';

const words: Record<ProbeOutcome, { word: string; style: Style }> = {
  works: { word: 'works', style: 'green' },
  lost: { word: 'lost', style: 'yellow' },
  'dump-refused': { word: 'dump refused', style: 'red' },
  'restore-refused': { word: 'restore refused', style: 'red' },
  'not-run': { word: 'not tried', style: 'dim' },
};

const outcomeText = (outcome: ProbeOutcome): string => styled(words[outcome].style, words[outcome].word.padEnd(15));

/** One line when a probe is done, with CRIU's words where it refused. */
export const probeLine = (result: ProbeResult, done: number, total: number): string => {
  const { outcome, id, title, milliseconds } = result;
  const counter = `${String(done).padStart(String(total).length)}/${total}`;
  return `${counter} ${outcomeText(outcome)} ${id.padEnd(25)} ${String(milliseconds.total).padStart(5)} ms  ${title}${why(result)}`;
};

const why = ({ criuError, detail }: ProbeResult): string => {
  const said = criuError ?? detail;
  return said === '' ? '' : `: ${plainText(said)}`;
};

/** The matrix as a table by group, and what a person should know first. */
export const summaryLines = (
  matrix: CapabilityMatrix,
  { counts, groups, missing, untried }: MatrixSummary,
): string[] => {
  const numbers = (of: Record<ProbeOutcome, number>): string =>
    [of.works, of.lost, of['dump-refused'], of['restore-refused'], of['not-run']]
      .map((number) => String(number).padStart(9))
      .join('');
  return [
    '',
    `CRIU ${matrix.criu.version} on Linux ${matrix.kernelRelease}, ${(matrix.durationMs / 1000).toFixed(1)} s`,
    '',
    `${''.padEnd(20)}${['works', 'lost', 'dump', 'restore', 'not'].map((word) => word.padStart(9)).join('')}`,
    `${''.padEnd(20)}${['', '', 'refused', 'refused', 'tried'].map((word) => word.padStart(9)).join('')}`,
    ...groups.map(({ group, counts: of }) => `${group.padEnd(20)}${numbers(of)}`),
    `${'all'.padEnd(20)}${numbers(counts)}`,
    '',
    ...verdictLines(matrix, missing, untried),
  ];
};

const verdictLines = (
  { complete, criu }: CapabilityMatrix,
  missing: readonly ProbeResult[],
  untried: readonly string[],
): string[] => {
  const lines = missing.map((result) => `${styled('red', 'missing')}  ${result.title}${why(result)}`);
  if (!complete) lines.push('The set was cut short, so nothing is kept of it.');
  if (lines.length > 0) return missing.length > 0 ? [...lines, '', remedy(criu.version)] : lines;
  if (untried.length > 0) return [`Not tried, so not known: ${untried.join(', ')}.`];
  return ['This host carries what nearly every program holds.'];
};

const remedy = (version: string): string =>
  `CRIU ${version} does not carry these here. Install another one, or use this host only for trees without them.`;
