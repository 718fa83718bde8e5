import { type CheckpointFacts, known, type TreeFacts, unknown } from '@godwit/domain/facts';
import type { Checkpoint } from '../explore/checkpoint.ts';
import { exploreImages } from '../explore/explore-images.ts';
import { type ReadImage, startReading } from '../explore/image-reading.ts';
import { loadFiles } from '../explore/load-files.ts';
import type { ImageFile } from '../explore/page-size.ts';
import { filesOf } from './files-of.ts';
import { inetSocketsOf, unixSocketsOf } from './sockets-of.ts';
import { tasksOf } from './tasks-of.ts';

/** What images say about their restore, in the form in which a running tree is judged. */
export interface RestoreDescription {
  checkpoint: CheckpointFacts;
  tree: TreeFacts;
  madeOn: { architecture: string | null; pageSizeBytes: number; monotonicSeconds: number | null };
}

const notInImages = 'images do not tell';

const sum = (checkpoint: Checkpoint, field: 'storedBytes' | 'parentBytes' | 'lazyBytes'): number =>
  checkpoint.processes.reduce((total, { memory }) => total + memory[field], 0);

const checkpointFacts = (
  checkpoint: Checkpoint,
  loose: CheckpointFacts['loose'],
  parentThere: boolean | null,
): CheckpointFacts => ({
  problems: checkpoint.problems,
  finished: checkpoint.head !== null,
  imageVersion: checkpoint.head?.imageVersion ?? null,
  plugins: checkpoint.head?.plugins ?? [],
  ownNamespaces: checkpoint.head?.ownNamespaces.filter((kind) => kind !== 'time') ?? [],
  parentBytes: sum(checkpoint, 'parentBytes'),
  lazyBytes: sum(checkpoint, 'lazyBytes'),
  parentThere,
  options: checkpoint.options,
  networkLock: checkpoint.head?.networkLock ?? 'iptables',
  loose,
});

/** Names of machines in images to those of uname(2). */
const architectures: Record<string, string> = { 'x86-64': 'x86_64', x86_64: 'x86_64', aarch64: 'aarch64' };

/**
 * Reads images as if the tree were running: what it holds becomes facts that the comparison with a host judges. Bad images
 * are problems of the result.
 *
 * @param read gives the bytes of an image
 * @param files every file of the directory with its length
 * @param parentThere whether the link to an earlier dump leads somewhere; null when it was not looked for
 */
export const describeRestore = (
  read: ReadImage,
  files: readonly ImageFile[],
  parentThere: boolean | null = null,
): RestoreDescription => {
  const checkpoint = exploreImages(read, files);
  const reading = startReading(read);
  const table = loadFiles(reading);
  const { depended, loose } = filesOf(checkpoint, table);
  const inside = new Set(checkpoint.head?.ownNamespaces ?? []);
  const tasks = tasksOf(checkpoint, reading, table);
  const tree: TreeFacts = {
    rootPid: checkpoint.processes[0]?.pid ?? 0,
    tasks,
    ancestors: unknown(notInImages),
    supervisors: unknown(notInImages),
    // What lies in namespaces of the tree's own is told as a whole by the rule about images.
    inetSockets: known(inside.has('net') ? [] : inetSocketsOf(checkpoint, table)),
    unixSockets: known(inside.has('mnt') || inside.has('net') ? [] : unixSocketsOf(checkpoint, table)),
    otherSockets: known([]),
    mounts: unknown(notInImages),
    outsidePipeHolders: unknown(notInImages),
    files: known(inside.has('mnt') ? [] : depended),
    dumpedMemoryBytes: known(sum(checkpoint, 'storedBytes')),
    changedWhileRead: false,
    durationMs: 0,
  };
  return {
    checkpoint: checkpointFacts(checkpoint, loose, parentThere),
    tree,
    madeOn: {
      architecture: architectures[checkpoint.head?.machine ?? ''] ?? null,
      pageSizeBytes: checkpoint.sizes.pageBytes,
      monotonicSeconds: checkpoint.head?.monotonicSeconds ?? null,
    },
  };
};
