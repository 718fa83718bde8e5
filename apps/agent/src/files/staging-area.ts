import { closeSync, lstatSync, mkdirSync, openSync, readdirSync, realpathSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { CarriedFiles } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import { findFileRefusal } from '../policy/allow-file.ts';
import { defaultPolicy, type Policy } from '../policy/policy.ts';
import { ownPrefix } from './file-messages.ts';

type Root = CarriedFiles['staged'][number];

/** Where one root is built before it is put in place: on the same file system, in a directory that only root enters. */
export interface StagingArea {
  number: number;
  root: Root;
  /** The directory itself, `content` and later `kept` in it. */
  dir: string;
  /** Where the content is built; stays right whatever somebody does to the names above it. */
  content: string;
  /** Where it belongs, without symbolic links above it. */
  target: string;
  fd: number;
}

export const contentName = 'content';
export const keptName = 'kept';

/** A place on this host for a root that is to come. */
export interface Place {
  /** The nearest directory above that is there, without symbolic links. */
  above: string;
  target: string;
}

/** Finds where a path would lie here. */
export const placeFor = (wanted: string): Place => {
  for (let dir = path.dirname(wanted); ; dir = path.dirname(dir)) {
    const stats = statSync(dir, { throwIfNoEntry: false });
    if (stats && !stats.isDirectory()) throw refused(`${dir} is no directory here, so ${wanted} has no place`);
    if (stats) return { above: realpathSync(dir), target: path.join(realpathSync(dir), path.relative(dir, wanted)) };
  }
};

/** What lies at a place now. A directory with nothing in it counts as free: only its owner would be lost, and is put back. */
export const lookAt = (target: string): 'nothing' | 'empty-directory' | 'mount-point' | 'directory' | 'file' => {
  const stats = lstatSync(target, { throwIfNoEntry: false });
  if (stats === undefined) return 'nothing';
  if (!stats.isDirectory()) return 'file';
  if (stats.dev !== statSync(path.dirname(target)).dev) return 'mount-point';
  return readdirSync(target).length === 0 ? 'empty-directory' : 'directory';
};

/**
 * Looks whether every root may come here, and fits.
 *
 * @throws GodwitError `command-refused`, `files-differ` where something else lies that nobody agreed to replace, `disk-full`
 */
export const requirePlaces = (roots: readonly Root[], policy: Policy = defaultPolicy): void => {
  const needed = new Map<number, { bytes: number; free: number; above: string }>();
  for (const root of roots) {
    const { above, target } = placeFor(root.path);
    const why = findFileRefusal(policy, root.path) ?? findFileRefusal(policy, target);
    if (why !== null) throw refused(why);
    requireFree(root, target);
    const { dev } = statSync(above);
    const { bavail, bsize } = statfsSync(above);
    const bytes = (needed.get(dev)?.bytes ?? 0) + root.bytes;
    needed.set(dev, { bytes, free: bavail * bsize, above });
  }
  for (const { bytes, free, above } of needed.values()) if (bytes > free) throw full(bytes, free, above);
};

/** Throws `files-differ` where something lies that nobody agreed to replace. */
export const requireFree = ({ path: wanted, kind, replace }: Root, target: string): void => {
  const found = lookAt(target);
  if (found === 'mount-point')
    throw refused(`${wanted} is a mount point here, and a mount cannot be replaced by a directory`);
  if (replace || kind === 'missing' || found === 'nothing') return;
  if (found === 'empty-directory' && kind === 'directory') return;
  throw occupied(wanted);
};

/** The directory of an area, by run and number. */
export const areaDirectory = (above: string, runId: string, number: number): string =>
  path.join(above, `${ownPrefix}files-${runId}-${number}`);

/** Makes an area; its name must be in the journal already. */
export const openArea = (runId: string, number: number, root: Root): StagingArea => {
  const { above, target } = placeFor(root.path);
  const dir = areaDirectory(above, runId, number);
  mkdirSync(dir, { mode: 0o700 });
  const fd = openSync(dir, 'r');
  return { number, root, dir, target, fd, content: `/proc/self/fd/${fd}/${contentName}` };
};

export const closeArea = ({ fd }: StagingArea): void => closeSync(fd);

const refused = (seen: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `${seen}.`,
    remedy: 'Exclude it from the move, or change what stands in its way on the destination.',
  });

export const occupied = (wanted: string): GodwitError =>
  new GodwitError({
    code: 'files-differ',
    message: `On the destination something else lies at ${wanted}, and nobody agreed to replace it, so it was not touched.`,
    remedy: 'Look at it there. Agree to replace it in the preflight, or move it away, then start again.',
  });

const full = (bytes: number, free: number, above: string): GodwitError =>
  new GodwitError({
    code: 'disk-full',
    message: `The files of the workload need ${toMebibytes(bytes)} MiB below ${above} on the destination, where ${toMebibytes(free)} MiB are free.`,
    remedy: 'Make room there, then start the run again.',
  });

const toMebibytes = (bytes: number): number => Math.ceil(bytes / (1 << 20));
