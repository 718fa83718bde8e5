import { format, round, summarise } from '../statistics.mjs';

const columns = [26, 26, 26, 9, 26, 26];

/** The comparison as lines of text: what the load and its client saw, medians with their spread, and the ratios of the medians. */
export function moveLines(rows) {
  const head = [
    'load',
    'Godwit: stood still',
    'by hand: stood still',
    'ratio',
    'Godwit: client waited',
    'Godwit: total',
  ];
  return ['A load moved to another host (ms)', line(head), ...rows.map((row) => line(cells(row)))];
}

function cells({ size: { mib, processes, tcp }, godwit, byHand }) {
  const pick = (list, field) => summarise(list.map((one) => one[field]));
  const [ours, theirs] = [godwit, byHand].map((list) => (list.length > 0 ? pick(list, 'stoodStillMs') : null));
  return [
    `${mib} MiB, ${processes} proc.${tcp ? ', TCP' : ''}`,
    format(ours),
    theirs ? format(theirs) : '',
    theirs ? round(ours.median / theirs.median) : '',
    tcp ? format(pick(godwit, 'waitedMs')) : '',
    format(pick(godwit, 'totalMs')),
  ];
}

function line(texts) {
  return `  ${texts.map((text, index) => text.padEnd(columns[index])).join(' ')}`.trimEnd();
}
