import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { killCgroup, listCgroupPids, makeCgroup, readTask, signalTask, waitUntilGone } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import type { CriuProcess } from './criu-process.ts';
import type { HoldContext } from './hold-context.ts';
import type { HoldCommands } from './hold-protocol.ts';
import type { HookPipe } from './hook-pipe.ts';
import { removeImages } from './remove-images.ts';
import type { RunPaths } from './run-paths.ts';
import { undoStanding } from './undo.ts';

/** The directory of the cgroup the copy shall live in: the one it had on the source, or one of ours where it had none. */
export const chooseCopyCgroup = (runId: string, wanted: string, unified: string | null): string | null => {
  if (unified === null) return null;
  const safe = wanted !== '/' && !wanted.split('/').includes('..');
  return path.join(unified, safe ? wanted : `/godwit/copies/${runId}`);
};

/** Of the bytes that are expected, those that become images: in post-copy the pages go into the copy and never into a file. */
export const imageBytesOf = ({
  mode,
  expectedBytes,
}: Pick<HoldCommands['prepare-destination']['request'], 'mode' | 'expectedBytes'>): number =>
  mode === 'post-copy' ? 0 : expectedBytes;

/**
 * Looks whether the images, the ids and the cgroup of the tree fit on this host, and makes the directories.
 *
 * @throws GodwitError `disk-full`, or `command-refused` for an id or a cgroup that is taken
 */
export const requireRoom = (
  request: HoldCommands['prepare-destination']['request'],
  paths: RunPaths,
  cgroupDir: string | null,
): void => {
  const { bavail, bsize } = statfsSync(paths.dir);
  const imageBytes = imageBytesOf(request);
  if (bavail * bsize < imageBytes) throw full(bavail * bsize, imageBytes);
  const taken = request.ids.find((id) => readTask(id) !== null);
  if (taken !== undefined) {
    throw refused(`The id ${taken} is taken here by "${readTask(taken)?.comm}", and the copy needs it`);
  }
  if (cgroupDir !== null && listCgroupPids(cgroupDir).length > 0) {
    throw refused(`The cgroup ${cgroupDir}, in which the copy shall live, holds other processes`);
  }
  mkdirSync(paths.images, { recursive: true, mode: 0o700 });
  if (cgroupDir !== null) makeCgroup(cgroupDir);
};

const runtimeEndMs = 3000;

/** Ends whatever there is of a copy that was never released, and looks that nothing is left. */
export const killCopy = async (
  context: HoldContext,
  criu: CriuProcess | null,
  hook: HookPipe | null,
): Promise<void> => {
  const { journal } = context;
  const { tasks = [], copyCgroupDir } = journal.facts;
  hook?.wake();
  // A runtime that ends by itself leaves nothing of the container behind.
  if (journal.standing.some(({ type }) => type === 'container')) await criu?.endWithin(runtimeEndMs);
  criu?.kill('the copy is not wanted any more');
  // CRIU lives in there too.
  if (copyCgroupDir) killCgroup(copyCgroupDir);
  for (const task of tasks) signalTask(task, 'SIGKILL');
  const left = await waitUntilGone([...tasks, ...listInside(copyCgroupDir)], 5000);
  if (left.length > 0) context.log(`of the copy still there: ${left.map(({ pid }) => pid).join(', ')}`);
  if (criu) await criu.ended;
  await undoStanding(journal, ['container']);
};

const listInside = (dir: string | undefined) =>
  dir === undefined || !existsSync(dir)
    ? []
    : listCgroupPids(dir)
        .map(readTask)
        .filter((task) => task !== null);

/** Takes back all that was made for a copy: the address before the rules that hide it. */
export const discardEverything = async (context: HoldContext, reason: string): Promise<void> => {
  const { journal } = context;
  await undoStanding(journal, ['address']);
  await undoStanding(journal, ['table']);
  await undoStanding(journal, ['cgroup', 'bundle']);
  await undoStanding(journal, ['placed', 'made-directory', 'staged']);
  removeImages(context);
  context.progress.flush();
  context.enter('discarded', { reason });
};

const full = (free: number, needed: number): GodwitError =>
  new GodwitError({
    code: 'disk-full',
    message: `The images need about ${toMebibytes(needed)} MiB, but only ${toMebibytes(free)} MiB are free where the destination keeps them.`,
    remedy: "Make room on the disk that holds the destination agent's state directory, then start the run again.",
  });

const toMebibytes = (bytes: number): number => Math.ceil(bytes / (1 << 20));

const refused = (seen: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `${seen}.`,
    remedy: 'End what holds it, or choose another destination, then start the run again.',
  });
