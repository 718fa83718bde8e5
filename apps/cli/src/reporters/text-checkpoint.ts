import type { Checkpoint, MadeWithOption } from '@godwit/criu-images';
import { bytesText, plainText } from './plain-text.ts';
import { styled } from './text.ts';
import { processLines } from './text-checkpoint-process.ts';
import { socketLines } from './text-checkpoint-sockets.ts';

export interface CheckpointReport {
  /** Every mapping instead of sums by kind. */
  allMappings: boolean;
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [styled('bold', title), ...lines, ''];

const headLines = ({ head }: Checkpoint): string[] => {
  if (head === null) return ['  no inventory: this is no finished dump'];
  const { imageVersion, machine, criuRunId, securityModule, plugins, ownNamespaces, networkLock } = head;
  return [
    `  format ${imageVersion}, ${machine}${criuRunId === null ? '' : `, run ${plainText(criuRunId)}`}`,
    `  own namespaces: ${ownNamespaces.join(', ') || 'none'}`,
    `  security module: ${securityModule}, network lock: ${networkLock}`,
    ...(plugins.length === 0 ? [] : [`  plugins: ${plugins.map(plainText).join(', ')}`]),
  ];
};

const sizeLines = ({ sizes }: Checkpoint): string[] => [
  `  ${bytesText(sizes.totalBytes)} in ${sizes.files} files; memory ${bytesText(sizes.pagesBytes)}, of it shared ${bytesText(sizes.sharedBytes)}; deleted files ${bytesText(sizes.ghostBytes)}`,
];

const optionLine = ({ option, because, atRestore }: MadeWithOption): string =>
  `  ${plainText(option)}  (${plainText(because)}${atRestore === null ? '' : `; restore needs ${plainText(atRestore)}`})`;

const optionLines = ({ options }: Checkpoint): string[] =>
  options.length === 0 ? ['  none that leaves a trace'] : options.map(optionLine);

const milliseconds = (microseconds: number): string => `${(microseconds / 1000).toFixed(1)} ms`;

const statisticLines = ({ statistics: { dump, restore } }: Checkpoint): string[] => [
  ...(dump === null
    ? []
    : [
        `  dump: frozen ${milliseconds(dump.frozenUs)}, freezing ${milliseconds(dump.freezingUs)}, memory read ${milliseconds(dump.memoryDumpUs)} and written ${milliseconds(dump.memoryWriteUs)}, ${dump.pagesWritten} of ${dump.pagesScanned} pages written`,
      ]),
  ...(restore === null
    ? []
    : [
        `  restore: ${milliseconds(restore.restoreUs)}, forking ${milliseconds(restore.forkingUs)}, ${restore.pagesRestored} pages`,
      ]),
];

const mountLines = ({ mounts }: Checkpoint): string[] =>
  mounts.map(
    ({ mountPoint, fsType, source, externalKey }) =>
      `  ${plainText(mountPoint)}  ${plainText(fsType)} of ${plainText(source)}${externalKey === null ? '' : `, external as ${plainText(externalKey)}`}`,
  );

/** A checkpoint for people. Problems come last, where they are seen. */
export const checkpointLines = (checkpoint: Checkpoint, report: CheckpointReport): string[] => [
  ...section('Checkpoint', headLines(checkpoint)),
  ...section('Processes', processLines(checkpoint, report)),
  ...section('Sockets', socketLines(checkpoint)),
  ...section('Mounts', mountLines(checkpoint)),
  ...section('Sizes', sizeLines(checkpoint)),
  ...section('Options of the dump', optionLines(checkpoint)),
  ...section('Statistics', statisticLines(checkpoint)),
  ...section(
    'Problems',
    checkpoint.problems.map(({ message }) => `  ${styled('red', plainText(message))}`),
  ),
];
