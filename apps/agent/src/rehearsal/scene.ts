import { existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '@godwit/criu-driver';
import { GodwitError } from '@godwit/domain/errors';
import { readVisibleMounts } from '@godwit/host-facts';
import type { HoldContext } from '../hold/hold-context.ts';
import type { RunPaths } from '../hold/run-paths.ts';
import { type Cover, coverOf, planCovers, writeCovers } from './cover-mounts.ts';
import { sceneScript } from './scene-script.ts';

/** What a rehearsal has to know of a tree besides its images. */
export interface RehearsedTree {
  /** Files that some task of the tree has open for writing. */
  writtenPaths: string[];
  /** Ids the copy takes. */
  ids: number[];
  /** Of a container: where its bundle will lie. */
  bundle?: string;
}

/** What runc knows of containers in a scene: on an overlay, so that the runc of the host never hears of the copy. */
export const stateInScene = '/run/godwit-rehearsed';

const trialDeadlineMs = 15_000;
/** Of the memory that is available, for what the restore writes into overlays. */
const shareOfMemory = 4;
const leastBytes = 64 << 20;
/** CRIU and its script are numbered from here on, or from twice as much: far from every id of the copy. */
const firstId = 1_000_000;
const idsApart = 10_000;

/**
 * Lays out the scene in which a copy is to be rehearsed and builds it once for trial, while nothing stands still.
 *
 * @throws GodwitError `command-refused` with the mount or file for which a rehearsal on this host is not possible
 */
export const prepareScene = async ({ paths }: HoldContext, tree: RehearsedTree): Promise<void> => {
  const mounts = readVisibleMounts().flatMap(({ mountPoint, filesystem }) => {
    const stats = statSync(mountPoint, { throwIfNoEntry: false });
    return stats === undefined ? [] : [{ mountPoint, filesystem, isDirectory: stats.isDirectory() }];
  });
  const covers = planCovers(mounts, paths.dir, tree.bundle);
  if (tree.bundle !== undefined && !covers.some(({ how }) => how === 'cgroups')) throw noCgroups();
  const written = tree.writtenPaths.filter((file) => existsSync(file)).map((file) => realpathSync(file));
  requireOverlays(covers, written);
  requireMemory(written);
  layOut(paths, covers);
  const { code, stdout, stderr, timedOut } = await runProgram(sceneArguments(paths, tree, ['/bin/true']), {
    deadlineMs: trialDeadlineMs,
  });
  if (code !== 0) throw notBuilt(timedOut ? `it took longer than ${trialDeadlineMs / 1000} s` : stderr.trim());
  requireOverlays(afterTrial(covers, stdout), written);
};

/** The command line that runs another one in the scene: a whole little host, which ends with it. */
export const sceneArguments = (
  { dir }: RunPaths,
  { ids, bundle }: Pick<RehearsedTree, 'ids' | 'bundle'>,
  argv: readonly string[],
): string[] => {
  const isNear = ids.some((id) => Math.abs(id - firstId) < idsApart);
  const lastId = isNear ? 2 * firstId : firstId;
  const spaces = [
    '--mount',
    '--propagation',
    'private',
    '--pid',
    '--net',
    '--ipc',
    '--uts',
    ...(bundle === undefined ? [] : ['--cgroup']),
  ];
  const bytes = String(Math.floor(availableBytes() / shareOfMemory) + leastBytes);
  const script = ['/bin/sh', scriptFile(dir), dir, String(lastId), bytes];
  return ['/usr/bin/unshare', ...spaces, '--fork', '--kill-child', '--', ...script, ...argv];
};

const scriptFile = (dir: string): string => path.join(dir, 'scene.sh');
const coversFile = (dir: string): string => path.join(dir, 'covers');
const sceneDir = (dir: string): string => path.join(dir, 'scene');

/** What a rehearsal leaves in the directory of its run; the mounts themselves are gone with their last process. */
export const sceneFiles = ({ dir }: RunPaths): string[] => [scriptFile(dir), coversFile(dir), sceneDir(dir)];

const layOut = (paths: RunPaths, covers: readonly Cover[]): void => {
  for (const dir of [sceneDir(paths.dir), paths.work]) mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(coversFile(paths.dir), writeCovers(covers), { mode: 0o600 });
  writeFileSync(scriptFile(paths.dir), sceneScript, { mode: 0o700 });
};

const afterTrial = (covers: readonly Cover[], said: string): Cover[] => {
  const uncovered = new Set(said.split('\n').map((line) => /^uncovered (.*)$/.exec(line)?.[1]));
  return covers.map((cover) => (uncovered.has(cover.at) ? { ...cover, how: 'readonly' } : cover));
};

const requireOverlays = (covers: readonly Cover[], written: readonly string[]): void => {
  for (const file of written) {
    const cover = coverOf(covers, file);
    if (cover && cover.how !== 'overlay') throw refused(file, cover);
  }
};

/** The whole of a file that is opened for writing is copied into its overlay, which lies in memory. */
const requireMemory = (written: readonly string[]): void => {
  const needed = written.reduce((sum, file) => sum + statSync(file).size, 0);
  const permitted = availableBytes() / shareOfMemory;
  if (needed <= permitted) return;
  throw new GodwitError({
    code: 'command-refused',
    message: `The files that the tree writes hold ${toMebibytes(needed)} MiB here. A rehearsal opens copies of them in memory, for which ${toMebibytes(permitted)} MiB are left.`,
    remedy: 'Rehearse on a host with more free memory, or move without a rehearsal.',
  });
};

const toMebibytes = (bytes: number): number => Math.floor(bytes / (1 << 20));

/** MemAvailable (proc_meminfo(5)) in bytes. */
const availableBytes = (): number =>
  Number(/^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1] ?? 0) * 1024;

const refused = (file: string, { at }: Cover): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `The tree writes ${file}, which lies on the mount ${at} here. No overlay can cover that mount, so a rehearsal could change this host, or would fail where a move does not.`,
    remedy: 'Move without a rehearsal: its preflight says whether that will work.',
  });

const noCgroups = (): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message:
      'There is no cgroup v2 at /sys/fs/cgroup here. The runtime of the container would make control groups of v1, which a rehearsal cannot have for itself.',
    remedy: 'Rehearse on a host with cgroup v2 alone, or move without a rehearsal.',
  });

const notBuilt = (why: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `The namespaces and overlays of a rehearsal cannot be built on this host: ${why.slice(0, 1000)}`,
    remedy: 'Look whether this host has overlayfs and lets root make namespaces; or move without a rehearsal.',
  });
