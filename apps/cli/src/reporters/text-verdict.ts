import { criuCommandLines } from '@godwit/domain/plan';
import {
  type Finding,
  optionNote,
  type Severity,
  type Subject,
  type Verdict,
  type VerdictWord,
} from '@godwit/domain/verdict';
import { type Style, styled } from './text.ts';

const headlines: Record<VerdictWord, { style: Style; text: string }> = {
  migratable: { style: 'green', text: 'Migratable' },
  'migratable-with-options': { style: 'green', text: 'Migratable with options' },
  blocked: { style: 'red', text: 'Blocked' },
  undetermined: { style: 'yellow', text: 'Undetermined' },
};

const purposes: Record<Verdict['for'], string> = {
  dump: 'for a dump',
  here: 'for a dump and a restore on this host',
  move: 'for a move to the destination',
};

const severityNames: Record<Severity, { style: Style; text: string }> = {
  blocker: { style: 'red', text: 'Blocker' },
  'needs-option': { style: 'blue', text: 'Needs an option' },
  caution: { style: 'yellow', text: 'Caution' },
  note: { style: 'dim', text: 'Note' },
  'not-evaluated': { style: 'yellow', text: 'Not evaluated' },
};

const moments: Record<Finding['noticed'], string> = {
  'before-freeze': 'before it freezes anything',
  frozen: 'while the tree is frozen',
  'after-pages': 'after all memory is written',
  restore: 'at the restore',
  never: 'never',
};

const subjectText = ({ kind, pid, fd, path }: Subject): string =>
  [kind, pid === undefined ? '' : `pid ${pid}`, fd === undefined ? '' : `fd ${fd}`, path ?? '']
    .filter(Boolean)
    .join(' ');

const remedyLines = (finding: Finding): string[] =>
  finding.remedies.map(({ text, options }) => {
    const tokens = [...new Set([...options.dump, ...options.restore])];
    return `    Remedy: ${text}${tokens.length === 0 ? '' : ` (${tokens.join(' ')})`}`;
  });

const findingLines = (finding: Finding): string[] => {
  const { style, text } = severityNames[finding.severity];
  const evidence = Object.entries(finding.evidence).map(([label, value]) => `    ${label}: ${value}`);
  const error = finding.criuError === null ? [] : [`    CRIU would say: ${finding.criuError}`];
  return [
    `${styled(style, text)}  ${styled('bold', finding.id)}  ${subjectText(finding.subject)}`,
    `    ${finding.message}`,
    ...evidence,
    `    CRIU would notice: ${moments[finding.noticed]}`,
    ...error,
    ...remedyLines(finding),
    '',
  ];
};

const commandLines = (verdict: Verdict, pid: number): string[] => {
  if (verdict.verdict === 'blocked') return [];
  const { dump, restore } = criuCommandLines(verdict.options, { purpose: verdict.for, pid });
  return [
    'CRIU would be started as',
    ...(verdict.from === 'images' ? [] : [`  ${dump}`]),
    ...(restore === '' ? [] : [`  ${restore}`]),
    '',
  ];
};

/** Each option once, with what it does and what it costs. */
const optionLines = ({ verdict, options }: Verdict): string[] => {
  if (verdict === 'blocked') return [];
  const tokens = [...new Set([...options.dump, ...options.restore])];
  return tokens.flatMap((token) => {
    const note = optionNote(token);
    return note === undefined ? [] : [styled('bold', token), `    ${note.does}`, `    Danger: ${note.danger}`, ''];
  });
};

/** A verdict for people: the word, every finding, and the command lines. */
export const verdictLines = (verdict: Verdict, pid: number): string[] => {
  const { style, text } = headlines[verdict.verdict];
  const { processes, fds, durationMs } = verdict.facts;
  return [
    `${styled(style, text)} ${verdict.from === 'images' ? 'for a restore of these images on this host' : purposes[verdict.for]}.`,
    '',
    ...verdict.findings.flatMap(findingLines),
    ...commandLines(verdict, pid),
    ...optionLines(verdict),
    styled('dim', `Judged ${processes} processes with ${fds} descriptors, read in ${durationMs.toFixed(0)} ms.`),
  ];
};
