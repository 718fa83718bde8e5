import type { SkippedLine } from './explanation.ts';
import { findKnown, findPlainCause } from './find-known.ts';
import type { LogLine } from './log-line.ts';
import { harmlessReason, isConsequence, isLastWord } from './not-the-cause.ts';
import { beginOfWork } from './phase-signs.ts';

export interface FoundCause {
  cause: LogLine | null;
  skipped: SkippedLine[];
}

const skip = ({ line, text }: LogLine, reason: string): SkippedLine => ({ line, text, reason });

/** Later errors that may tell what an unknown first one meant: outer functions of CRIU complain right after the inner ones. */
export const sameFailure = 3;

/** A plain line or warning close before an error from which that error follows, and the line is known to be such. */
const findBefore = (lines: readonly LogLine[], error: LogLine): LogLine | undefined =>
  lines.slice(Math.max(0, error.line - 8), error.line - 1).find((line) => {
    const { precedes } = (line.level === 'error' ? null : findPlainCause(line.text)) ?? {};
    return precedes !== undefined && new RegExp(precedes).test(error.text);
  });

/** The first error that stands by itself; when it is unknown, the next one that explains it. */
const pickStrong = (lines: readonly LogLine[], strong: readonly LogLine[], skipped: SkippedLine[]): LogLine | null => {
  const [first] = strong;
  if (first === undefined) return null;
  if (findKnown(first.text) !== null) return findBefore(lines, first) ?? first;
  const known = strong.slice(1, 1 + sameFailure).find(({ text }) => findKnown(text) !== null);
  if (known === undefined) return first;
  skipped.push(skip(first, 'not known, but the next error says what it led to'));
  return known;
};

/** Without an error that stands by itself: a known plain line, else the first error that usually follows from another. */
const pickWeak = (lines: readonly LogLine[], weak: readonly LogLine[], failed: LogLine | undefined): LogLine | null => {
  const plain = lines.find((line) => line.level !== 'error' && findPlainCause(line.text) !== null);
  const [first] = weak;
  return plain ?? first ?? failed ?? null;
};

/**
 * Finds the first true cause of a failed run: errors that are harmless, that only tried out the kernel before the work
 * began, or that follow from others, are passed over.
 */
export const findCause = (lines: readonly LogLine[]): FoundCause => {
  const skipped: SkippedLine[] = [];
  const strong: LogLine[] = [];
  const weak: LogLine[] = [];
  const begin = beginOfWork(lines);
  for (const line of lines) {
    if (line.level !== 'error' || isLastWord(line)) continue;
    const reason = harmlessReason(line) ?? (line.line <= begin ? 'only tried out what the kernel can do' : null);
    if (reason !== null) skipped.push(skip(line, reason));
    else if (isConsequence(line)) weak.push(line);
    else strong.push(line);
  }
  const cause = pickStrong(lines, strong, skipped) ?? pickWeak(lines, weak, lines.findLast(isLastWord));
  const followers = weak.filter((line) => line !== cause).map((line) => skip(line, 'follows from another error'));
  return { cause, skipped: [...skipped, ...followers].sort((a, b) => a.line - b.line) };
};
