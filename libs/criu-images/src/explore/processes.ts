import { imageKinds } from '../decode/registry.ts';
import type { addressSpace } from '../messages/memory.ts';
import type { Decoded } from '../messages/message.ts';
import type { core, processEntry } from '../messages/process.ts';
import type { CheckpointMemory, CheckpointProcess, CheckpointTaskState } from './checkpoint.ts';
import { type ImageReading, keepEntries, noteProblem, readEntries, readNeeded, tryImage } from './image-reading.ts';
import type { FileTable } from './load-files.ts';
import { describeMapping } from './mappings.ts';
import { loadDescriptors } from './open-files.ts';
import { countPages } from './page-maps.ts';

type Entry = Decoded<typeof processEntry>;
type Core = Decoded<typeof core>;
type AddressSpace = Decoded<typeof addressSpace>;

/** What processes are made of, shared by all of them. */
export interface Surroundings {
  reading: ImageReading;
  files: FileTable;
  pageBytes: number;
}

const stateNames: Record<number, CheckpointTaskState> = { 1: 'alive', 2: 'dead', 3: 'stopped', 6: 'zombie' };
const seccompNames = ['off', 'strict', 'filter'] as const;

const noMemory: CheckpointMemory = { mappedBytes: 0, storedBytes: 0, parentBytes: 0, lazyBytes: 0 };

const describeMemory = ({ reading, pageBytes }: Surroundings, pid: number, space: AddressSpace): CheckpointMemory => {
  const image = `pagemap-${pid}.img`;
  const pages = countPages(reading, image);
  if (pages === null) noteProblem(reading, image, `${image} is missing. Without it no memory can be restored.`);
  const mapped = space.mappings.reduce((sum, { start, end }) => sum + Number(end - start), 0);
  return {
    mappedBytes: mapped,
    storedBytes: (pages?.stored ?? 0) * pageBytes,
    parentBytes: (pages?.parent ?? 0) * pageBytes,
    lazyBytes: (pages?.lazy ?? 0) * pageBytes,
  };
};

/** Number of the descriptor table: in the core image, in older checkpoints in an image of its own. */
const tableOf = (reading: ImageReading, pid: number, leader: Core | undefined): number | undefined =>
  leader?.ids?.files ?? readEntries(reading, imageKinds.ids, `ids-${pid}.img`)[0]?.files;

type Belongings = Pick<CheckpointProcess, 'exe' | 'cwd' | 'root' | 'files' | 'mappings' | 'memory'>;

const nothing: Belongings = { exe: null, cwd: null, root: null, files: [], mappings: [], memory: noMemory };

const keepMappings = (reading: ImageReading, pid: number, { mappings }: AddressSpace): void => {
  const image = `mm-${pid}.img`;
  const kept = tryImage(reading, image, () => keepEntries(reading, image, mappings.length));
  if (kept === null) mappings.length = 0;
};

/** Memory, files and directories; dead tasks have none. */
const describeBelongings = (around: Surroundings, pid: number, leader: Core | undefined): Belongings => {
  const { reading, files } = around;
  const space = readNeeded(reading, imageKinds.mm, `mm-${pid}.img`)[0];
  if (space !== undefined) keepMappings(reading, pid, space);
  const directories = readNeeded(reading, imageKinds.fs, `fs-${pid}.img`)[0];
  const table = tableOf(reading, pid, leader);
  return {
    exe: space === undefined ? null : files.path(space.exeFileId),
    cwd: directories === undefined ? null : files.path(directories.cwdId),
    root: directories === undefined ? null : files.path(directories.rootId),
    files: table === undefined ? [] : loadDescriptors(reading, table, files),
    mappings: space?.mappings.map((one) => describeMapping(one, files)) ?? [],
    memory: space === undefined ? noMemory : describeMemory(around, pid, space),
  };
};

const describeProcess = (around: Surroundings, { pid, ppid, pgid, sid, threads }: Entry): CheckpointProcess => {
  const leader = readNeeded(around.reading, imageKinds.core, `core-${pid}.img`)[0];
  const state = stateNames[leader?.task?.state ?? 0] ?? 'unknown';
  // CRIU writes no threads of dead tasks, but rubbish in their place (seen with 4.2.1).
  const isDead = state === 'dead' || state === 'zombie';
  const living = isDead ? [pid] : threads;
  for (const thread of living) if (thread !== pid) readNeeded(around.reading, imageKinds.core, `core-${thread}.img`);
  const { credentials, seccompMode } = leader?.thread ?? {};
  return {
    pid,
    ppid,
    pgid,
    sid,
    threads: living,
    state,
    command: leader?.task?.comm ?? '',
    uid: credentials?.uid ?? null,
    gid: credentials?.gid ?? null,
    seccomp: seccompNames[seccompMode ?? 0] ?? 'off',
    ...(isDead ? nothing : describeBelongings(around, pid, leader)),
  };
};

/** Every process of the tree with what it holds. A process named twice is a damage, and told once. */
export const loadProcesses = (around: Surroundings): CheckpointProcess[] => {
  const entries = readNeeded(around.reading, imageKinds.pstree, 'pstree.img');
  const byPid = new Map(entries.map((entry) => [entry.pid, entry]));
  if (byPid.size < entries.length) {
    noteProblem(around.reading, 'pstree.img', 'pstree.img is damaged: it names a process twice.');
  }
  return [...byPid.values()].map((entry) => describeProcess(around, entry));
};
