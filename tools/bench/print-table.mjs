import { moveLines } from './moves/move-table.mjs';
import { format, round, summarise } from './statistics.mjs';
import { treeSizeLines } from './tree-size-table.mjs';

/** The result of one bench run as lines of text: medians with their spread, and the ratios within this run. */
export function tableLines({ preflight, switchOver, treeSizes, moves, settings }) {
  return [
    ...preflightLines(preflight),
    '',
    ...switchOverLines(switchOver),
    '',
    ...latencyLines(switchOver),
    '',
    ...treeSizeLines(treeSizes),
    '',
    ...moveLines(moves),
    '',
    settingsLine(settings),
  ];
}

function preflightLines({ checks, dumps, longestGapMs }) {
  const wall = summarise(checks.map(({ wallMs }) => wallMs));
  const frozen = summarise(dumps.map(({ frozenMs }) => frozenMs));
  return [
    'A check of a process with 64 MiB, and a dump of the same (ms)',
    row('check, click to verdict', wall),
    row('  of it reading the tree', summarise(checks.map(({ readingMs }) => readingMs))),
    row('  CPU time, both agents and server', summarise(checks.map(({ cpuMs }) => cpuMs))),
    row('CRIU: frozen for a dump', frozen),
    text('longest gap in its own time, left alone', `${round(longestGapMs.quiet)}`),
    text('  while it was checked', `${round(longestGapMs.checked)}`),
    text('  while CRIU dumped it', `${round(longestGapMs.dumped)}`),
  ];
}

function switchOverLines({ godwit, byHand }) {
  const pick = (list, field) => summarise(list.map((one) => one[field]));
  const [ours, theirs] = [pick(godwit, 'notRunningMs'), pick(byHand, 'notRunningMs')];
  return [
    'The counter with 64 MiB moved to another host (ms)',
    row('Godwit: no copy ran, by /proc', ours),
    row('By hand: no copy ran, by /proc', theirs),
    text('  Godwit / by hand', round(ours.median / theirs.median)),
    row('Godwit: longest wait of the observer', pick(godwit, 'waitMs')),
    row('By hand: longest wait of the observer', pick(byHand, 'waitMs')),
    row('Godwit says: frozen (CRIU)', pick(godwit, 'frozenMs')),
    row('Godwit says: switch-over', pick(godwit, 'switchOverMs')),
    row('Godwit says: overhead', pick(godwit, 'overheadMs')),
    row('Godwit says: total', pick(godwit, 'totalMs')),
    row('By hand: dump with page server', pick(byHand, 'dumpMs')),
    row('By hand: copy, sums, sync', pick(byHand, 'copyMs')),
    row('By hand: restore', pick(byHand, 'restoreMs')),
  ];
}

function latencyLines({ latenciesMs }) {
  return [
    "An event, from the agent's disk to a subscriber (ms)",
    row('states of both journals', summarise(latenciesMs)),
  ];
}

function settingsLine({ rounds, criu, kernel, cpus }) {
  return `${rounds} rounds, medians (least to most), CRIU ${criu}, kernel ${kernel}, ${cpus} CPUs. Read them as ratios within this run.`;
}

function row(label, summary) {
  return text(label, format(summary));
}

function text(label, value) {
  return `  ${label.padEnd(44)} ${value}`;
}
