import type { Checkpoint, CheckpointFile, CheckpointMapping, CheckpointProcess } from '@godwit/criu-images';
import { bytesText, plainText } from './plain-text.ts';
import { styled } from './text.ts';

const deletedNotes: Record<NonNullable<CheckpointFile['deleted']>, string> = {
  'in-images': ' (deleted, its content is in the images)',
  linked: ' (deleted, a link to it was left beside it)',
  'dead-process': ' (of a process that is dead)',
};

const fileLine = ({ fd, kind, what, access, deleted }: CheckpointFile): string =>
  `fd ${String(fd).padEnd(4)} ${kind.padEnd(14)} ${access.padEnd(10)} ${plainText(what)}${deleted === null ? '' : deletedNotes[deleted]}`;

const mappingLine = ({ start, end, access, kind, path }: CheckpointMapping): string =>
  `${start}-${end} ${access} ${path === null ? `[${kind}]` : plainText(path)}`;

/** Mapped bytes by kind, the largest first. */
const sumByKind = (mappings: readonly CheckpointMapping[]): string => {
  const sums = new Map<string, number>();
  for (const { kind, bytes } of mappings) sums.set(kind, (sums.get(kind) ?? 0) + bytes);
  const sorted = [...sums].sort(([, a], [, b]) => b - a);
  return sorted.map(([kind, bytes]) => `${kind} ${bytesText(bytes)}`).join(', ');
};

const memoryLines = ({ memory, mappings }: CheckpointProcess, allMappings: boolean): string[] => {
  const { mappedBytes, storedBytes, parentBytes, lazyBytes } = memory;
  const elsewhere = [
    ...(parentBytes > 0 ? [`${bytesText(parentBytes)} in an earlier dump`] : []),
    ...(lazyBytes > 0 ? [`${bytesText(lazyBytes)} only on a page server`] : []),
  ];
  return [
    `memory ${bytesText(mappedBytes)} in ${mappings.length} mappings, ${[`${bytesText(storedBytes)} stored`, ...elsewhere].join(', ')}`,
    ...(allMappings ? mappings.map((one) => `  ${mappingLine(one)}`) : [`  ${sumByKind(mappings)}`]),
  ];
};

const ownLines = (process: CheckpointProcess, allMappings: boolean): string[] => {
  const { pgid, sid, threads, uid, gid, exe, cwd, root, seccomp, state, files } = process;
  if (state === 'zombie' || state === 'dead') return [];
  return [
    `uid ${uid ?? '?'} gid ${gid ?? '?'}, group ${pgid}, session ${sid}, threads ${threads.length}${seccomp === 'off' ? '' : `, seccomp ${seccomp}`}`,
    `exe ${plainText(exe ?? '?')}, cwd ${plainText(cwd ?? '?')}, root ${plainText(root ?? '?')}`,
    ...memoryLines(process, allMappings),
    ...files.map(fileLine),
  ];
};

/** Distance from the root of the tree; a parent outside of it, or one that is its own child, ends the count. */
const depths = (processes: readonly CheckpointProcess[]): Map<number, number> => {
  const known = new Map<number, number>();
  for (const { pid, ppid } of processes) known.set(pid, (known.get(ppid) ?? -1) + 1);
  return known;
};

/** The process tree: each process indented below its parent, with its ids, memory and descriptors. */
export const processLines = ({ processes }: Checkpoint, { allMappings }: { allMappings: boolean }): string[] => {
  const depth = depths(processes);
  return processes.flatMap((process) => {
    const indent = '  '.repeat(Math.min((depth.get(process.pid) ?? 0) + 1, 40));
    const title = `${process.pid} ${plainText(process.command)}${process.state === 'alive' ? '' : ` (${process.state})`}`;
    return [`${indent}${styled('bold', title)}`, ...ownLines(process, allMappings).map((line) => `${indent}  ${line}`)];
  });
};
