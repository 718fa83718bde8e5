import { howToInstall } from '../podman/prepare-podman.mjs';
import { format, round, summarise } from '../statistics.mjs';
import { nameRow } from './move-rows.mjs';
import { phases } from './run-profile.mjs';

const widths = [24, 24, 24, 7, 7, 24, 24, 24, 7];

/** The comparison as lines of text: what the load and its client saw, medians with their spread, and the ratios of the medians. */
export function moveLines({ rows, hasPodman, linkBytesPerMs }) {
  const plain = rows.filter(({ row }) => !row.container);
  const containers = rows.filter(({ row }) => row.container);
  return [
    'A load moved to another host: how long it stood still by its own clock, in ms',
    line(['', 'Godwit', 'by hand', 'ratio', '/ CRIU', 'client waited', 'Godwit: total', 'post-copy', 'rounds']),
    ...plain.map((one) => line(plainCells(one, linkBytesPerMs))),
    ...plain.flatMap(lostLines),
    '',
    ...containerLines(containers, hasPodman),
    ...profileLines(plain, 'godwit', 'Where it went: the medians of each phase of a stop-and-copy, in ms'),
    '',
    ...(hasPodman ? profileLines(containers, 'godwit', 'The same of a container, with podman in it') : []),
    '',
    ...profileLines(plain, 'postCopy', 'The same of a post-copy'),
    `"/ CRIU": stood still against CRIU's own dump and restore and the bytes over a link of ${round(linkBytesPerMs / 1000)} MB/s.`,
  ].map((text) => text.trimEnd());
}

/** Said below the table, since a median leaves them out. */
function lostLines({ row, columns }) {
  const lost = Object.entries(columns).map(([column, list]) => [column, list.filter((one) => one.clientIsLost).length]);
  return lost
    .filter(([, count]) => count > 0)
    .map(([column, count]) => `  The client lost its connection: ${nameRow(row)}, ${column}, ${count} times.`);
}

function containerLines(rows, hasPodman) {
  if (rows.length === 0) return [];
  const head = ['', 'Godwit', 'podman', 'ratio', '', 'podman: all of it', 'Godwit: total', '', 'rounds'];
  const lines = hasPodman ? [line(head), ...rows.map((one) => line(containerCells(one)))] : [`  ${howToInstall}`];
  return ['The same load in a container of podman, in ms', ...lines, ''];
}

const pick = (list = [], field = 'stoodStillMs') => summarise(list.map((one) => one[field]));

const ratio = (ours, theirs) => (ours.count > 0 && theirs.count > 0 ? round(ours.median / theirs.median) : '');

const cell = (summary) => (summary.count > 0 ? format(summary) : '');

/** Against what cannot be had for less: CRIU's own work, and the bytes over the line. */
function againstCriu(list = [], linkBytesPerMs) {
  const own = list
    .filter(({ profile }) => profile?.criuMs)
    .map(
      ({ stoodStillMs, profile: { criuMs, bytes } }) =>
        stoodStillMs / (criuMs.dump + criuMs.restore + bytes / linkBytesPerMs),
    );
  return own.length > 0 ? round(summarise(own).median) : '';
}

function plainCells({ row, columns: { godwit, byHand, postCopy } }, linkBytesPerMs) {
  return [
    nameRow(row),
    cell(pick(godwit)),
    cell(pick(byHand)),
    ratio(pick(godwit), pick(byHand)),
    againstCriu(godwit, linkBytesPerMs),
    row.tcp ? cell(pick(godwit, 'waitedMs')) : '',
    cell(pick(godwit, 'totalMs')),
    cell(pick(postCopy)),
    String(Math.max(pick(godwit).count, pick(postCopy).count)),
  ];
}

function containerCells({ row, columns: { godwit, podman } }) {
  return [
    nameRow(row),
    cell(pick(godwit)),
    cell(pick(podman)),
    ratio(pick(godwit), pick(podman)),
    '',
    cell(pick(podman, 'totalMs')),
    cell(pick(godwit, 'totalMs')),
    '',
    String(pick(godwit).count),
  ];
}

const profileWidths = [24, ...phases.map((name) => Math.max(8, name.length + 1)), 11, 13, 9, 8];

function profileLines(rows, column, title) {
  const head = ['', ...phases, 'CRIU: dump', 'CRIU: restore', 'checked', 'MB'];
  const lines = rows
    .map(({ row, columns }) => [nameRow(row), (columns[column] ?? []).map(({ profile }) => profile)])
    .filter(([, profiles]) => profiles.length > 0)
    .map(([name, profiles]) => line([name, ...profileCells(profiles)], profileWidths));
  return lines.length === 0 ? [] : [title, line(head, profileWidths), ...lines];
}

function profileCells(profiles) {
  const median = (values) => summarise(values.filter((value) => value !== null && value !== undefined)).median;
  const own = (part) => median(profiles.map(({ criuMs }) => criuMs?.[part]));
  const values = [
    ...phases.map((phase) => median(profiles.map((profile) => profile.phases[phase]))),
    own('dump'),
    own('restore'),
    median(profiles.map(({ checkedMs }) => checkedMs)),
    median(profiles.map(({ bytes }) => bytes / 1e6)),
  ];
  return values.map((value) => (Number.isNaN(value) ? '' : round(value)));
}

function line(texts, columns = widths) {
  return `  ${texts.map((text, index) => String(text).padEnd(columns[index])).join(' ')}`.trimEnd();
}
