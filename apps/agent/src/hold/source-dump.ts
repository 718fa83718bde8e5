import { lstatSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findCause, isAlive, networkLockNames, type TaskIdentity } from '@godwit/criu-driver';
import { readDumpStats } from '@godwit/criu-images';
import { GodwitError } from '@godwit/domain/errors';
import { listFiles } from '../channel/round-names.ts';
import type { CriuEnd } from './criu-process.ts';
import type { RunPaths } from './run-paths.ts';

/** Bytes of all images of a dump, without those of the rounds before it. */
export const measureImages = (dir: string): number =>
  listFiles(dir).reduce((sum, name) => sum + lstatSync(path.join(dir, name)).size, 0);

/** Names of the packet table with which this very run of CRIU locks connections, from the first line of its log. */
export const lockNamesIn = (line: string): string[] | null => {
  const criuRunId = /CRIU run id = ([0-9a-f-]{36})$/.exec(line)?.[1];
  return criuRunId === undefined ? null : networkLockNames(criuRunId);
};

/** Before a CRIU that writes its own: none of another may pass for them. */
export const removeFigures = (paths: RunPaths): void => rmSync(path.join(paths.work, 'stats-dump'), { force: true });

/** What CRIU measured; null before it has ended well. */
export const readFrozenUs = (paths: RunPaths): number | null => {
  try {
    return readDumpStats(readFileSync(path.join(paths.work, 'stats-dump'))).frozenUs;
  } catch {
    return null;
  }
};

/** Why CRIU ended before it should, with its own words for it. */
export const criuFailure = (
  action: 'pre-dump' | 'dump' | 'restore',
  end: CriuEnd,
  lines: readonly string[],
): GodwitError => {
  const how = howItEnded(end);
  const cause = findCause(lines);
  const full = lines.some((line) => /No space left on device/.test(line));
  return new GodwitError({
    code: full ? 'disk-full' : 'criu-failed',
    message: `criu ${action} ${how}${cause ? `: ${cause}` : ' and its log names no error'}.`,
    remedy: full
      ? 'Make room on the disk that holds the state directory of the agent, then start again.'
      : 'Look at the lines of the log around this error; a new preflight may name the cause and its remedy.',
  });
};

const howItEnded = ({ code, signal, why }: CriuEnd): string => {
  if (why !== undefined) return `was ended because ${why}`;
  return signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
};

/** Those of the tasks that do not live any more, as a sentence; null when all do. */
export const sayLost = (tasks: readonly TaskIdentity[]): string | null => {
  const lost = tasks.filter((task) => !isAlive(task)).map(({ pid }) => pid);
  return lost.length === 0 ? null : `Of ${tasks.length} tasks these do not run any more: ${lost.join(', ')}.`;
};
