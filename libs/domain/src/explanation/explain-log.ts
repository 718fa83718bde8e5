import type { Explanation } from './explanation.ts';
import { type FoundCause, findCause, sameFailure } from './find-cause.ts';
import { findingsFor, findKnown, findPlainCause, type Known } from './find-known.ts';
import { type LogLine, parseLog } from './log-line.ts';
import { isConsequence } from './not-the-cause.ts';
import { operationOf, phaseReached } from './phase-signs.ts';

const linesBefore = 5;
const linesAfter = 3;

type Header = Pick<Explanation, 'operation' | 'criuVersion' | 'kernel'>;

const firstMatch = (lines: readonly LogLine[], pattern: RegExp): string | null => {
  for (const { text } of lines) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return null;
};

const readHeader = (lines: readonly LogLine[]): Header => ({
  operation: operationOf(lines),
  criuVersion: firstMatch(lines, /^Version: (\S+)/),
  kernel: firstMatch(lines, /^Running on \S+ Linux (\S+)/),
});

const isLog = (lines: readonly LogLine[]): boolean =>
  lines.some((line) => line.hasStamp || line.level !== 'plain' || findPlainCause(line.text) !== null);

const hasSucceeded = (lines: readonly LogLine[]): boolean =>
  lines.some(({ text }) => /^(Dumping|Pre-dumping|Restore) finished successfully/.test(text)) &&
  !lines.some(({ text }) => /^(Dumping|Pre-dumping|Restoring) FAILED/.test(text));

const nothing = { cause: null, errorId: null, remedies: [], findings: [], context: [], skipped: [] };

const told: Record<'no-log' | 'succeeded' | 'unfinished', Pick<Explanation, 'meaning' | 'remedies'>> = {
  'no-log': {
    meaning: 'This is no log of CRIU: none of its lines has the shape of one.',
    remedies: ['Give dump.log or restore.log from the work directory of CRIU; an empty log needs -v4 at the next run.'],
  },
  succeeded: { meaning: 'CRIU did what it was asked to do: the log ends well.', remedies: [] },
  unfinished: {
    meaning: 'The log neither ends well nor tells of an error: CRIU still runs, was killed, or waits.',
    remedies: ['Look whether criu still runs; dmesg tells whether the kernel killed it.'],
  },
};

const withoutCause = (
  outcome: 'no-log' | 'succeeded' | 'unfinished',
  header: Header,
  lines: LogLine[],
): Explanation => ({
  ...nothing,
  ...header,
  outcome,
  phase: phaseReached(lines, header.operation),
  ...told[outcome],
});

const asContext = (lines: readonly LogLine[]): Explanation['context'] =>
  lines.filter(({ raw }) => raw !== '').map(({ line, raw }) => ({ line, raw }));

/** What it did last is all that can be shown. */
const unfinished = (header: Header, lines: LogLine[], { skipped }: FoundCause): Explanation => {
  const context = asContext(lines.filter(({ raw }) => raw !== '').slice(-linesBefore));
  return { ...withoutCause('unfinished', header, lines), context, skipped };
};

const unknownError: Known = {
  errorId: null,
  meaning: 'This error is not in the catalogue: what it means is not known here.',
  remedies: [
    'Read the lines before the marked one, and look for its text among the issues of CRIU.',
    'Keep the log, so that a rule can be made from it.',
  ],
};

/** Findings that foretell the cause, else those that foretell what CRIU said right after it of the same failure. */
const foretellingFindings = (lines: readonly LogLine[], cause: LogLine, { operation }: Header): string[] => {
  const following = lines.slice(cause.line).filter((line) => line.level === 'error' && !isConsequence(line));
  for (const { text } of [cause, ...following.slice(0, sameFailure)]) {
    const findings = findingsFor(text, operation);
    if (findings.length > 0) return findings;
  }
  return [];
};

/** CRIU's own last word explains nothing. */
const lookUp = (text: string): Known | null => (/ FAILED\b/.test(text) ? null : findKnown(text));

const withCause = (header: Header, lines: LogLine[], { skipped }: FoundCause, cause: LogLine): Explanation => {
  const known = lookUp(cause.text);
  const around = lines.slice(Math.max(0, cause.line - 1 - linesBefore), cause.line + linesAfter);
  return {
    ...header,
    outcome: known === null ? 'unknown' : 'explained',
    phase: phaseReached(lines.slice(0, cause.line), header.operation),
    cause: { line: cause.line, text: cause.text, source: cause.source, raw: cause.raw },
    ...(known ?? unknownError),
    findings: known === null ? [] : foretellingFindings(lines, cause, header),
    context: asContext(around),
    skipped,
  };
};

/**
 * Explains a log of `criu dump`, `criu pre-dump` or `criu restore`, of any verbosity: the first true cause, what it means
 * and what to do. Written for CRIU 4.2; older versions print most lines alike.
 */
export const explainLog = (text: string): Explanation => {
  const lines = parseLog(text);
  const header = readHeader(lines);
  if (!isLog(lines)) return withoutCause('no-log', header, lines);
  const found = findCause(lines);
  if (hasSucceeded(lines)) return { ...withoutCause('succeeded', header, lines), skipped: found.skipped };
  if (found.cause === null) return unfinished(header, lines, found);
  return withCause(header, lines, found, found.cause);
};
