import type { Explanation, ExplanationOutcome } from '@godwit/domain/explanation';
import { plainText } from './plain-text.ts';
import { type Style, styled } from './text.ts';

const headlines: Record<ExplanationOutcome, { style: Style; text: string }> = {
  explained: { style: 'red', text: 'Failed, and the cause is known' },
  unknown: { style: 'yellow', text: 'Failed, by an error that is not known here' },
  succeeded: { style: 'green', text: 'Succeeded' },
  unfinished: { style: 'yellow', text: 'Neither failed nor ended' },
  'no-log': { style: 'red', text: 'No log of CRIU' },
};

const runText = ({ operation, criuVersion, kernel, phase }: Explanation): string =>
  [
    operation === 'unknown' ? 'CRIU' : operation,
    criuVersion === null ? 'version not told' : `CRIU ${plainText(criuVersion)}`,
    ...(kernel === null ? [] : [`kernel ${plainText(kernel)}`]),
    ...(phase === null ? [] : [`came as far as ${phase}`]),
  ].join(', ');

const contextLines = ({ context, cause }: Explanation): string[] =>
  context.map(({ line, raw }) => {
    const text = `${line === cause?.line ? '>' : ' '} ${String(line).padStart(6)}  ${plainText(raw)}`;
    return line === cause?.line ? styled('bold', text) : styled('dim', text);
  });

const mostSkipped = 8;

const skippedLines = ({ skipped }: Explanation): string[] => {
  if (skipped.length === 0) return [];
  const shown = skipped
    .slice(0, mostSkipped)
    .map(({ line, text, reason }) => `  ${line}: ${plainText(text)} (${reason})`);
  const more = skipped.length > mostSkipped ? [`  and ${skipped.length - mostSkipped} more`] : [];
  return ['Errors passed over', ...shown, ...more, ''];
};

/** An explanation for people: what happened, the marked line with its surroundings, and what to do. */
export const explanationLines = (explanation: Explanation, isCut: boolean): string[] => {
  const { outcome, meaning, remedies, findings } = explanation;
  const { style, text } = headlines[outcome];
  return [
    `${styled(style, text)} (${runText(explanation)}).`,
    '',
    ...contextLines(explanation),
    ...(explanation.context.length === 0 ? [] : ['']),
    plainText(meaning),
    ...remedies.map((remedy) => `  Remedy: ${plainText(remedy)}`),
    ...(findings.length === 0 ? [] : [`  Findings of a preflight that foretell such a line: ${findings.join(', ')}.`]),
    '',
    ...skippedLines(explanation),
    ...(isCut ? ['The log is very long: only its beginning was read.', ''] : []),
  ];
};
