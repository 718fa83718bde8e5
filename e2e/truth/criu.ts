import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { explainLog } from '@godwit/domain/explanation';
import { type Kept, keep } from './keeper.ts';
import type { Places } from './places.ts';
import { runArgv } from './run-argv.ts';

/** The first true error of CRIU. */
export interface Cause {
  text: string;
  raw: string;
}

export interface CriuRun {
  code: number | null;
  cause: Cause | null;
}

/** Which CRIU, and what it may and finds. */
export interface CriuPlace {
  /** argv that comes before: of setpriv, of nsenter. */
  before: readonly string[];
  path: string;
  env: NodeJS.ProcessEnv;
}

/** A dump that opens a file under a lease waits 45 seconds for it. A restore that waits for a lock waits for ever. */
const dumpDeadlineMs = 60_000;
const deadlineMs = 20_000;

export const causeIn = (log: string): Cause | null => {
  if (!existsSync(log)) return null;
  const { cause } = explainLog(readFileSync(log, 'utf8'));
  return cause === null ? null : { text: cause.text, raw: cause.raw };
};

const common = (directory: string, log: string): string[] => [`--images-dir=${directory}`, `--log-file=${log}`, '-v4'];

/** Dumps a tree, which ends it when that passes. */
export const dump = async (
  place: CriuPlace,
  pid: number,
  directory: string,
  options: readonly string[],
): Promise<CriuRun> => {
  mkdirSync(directory, { recursive: true });
  const log = path.join(directory, 'dump.log');
  rmSync(log, { force: true });
  const argv = [...place.before, place.path, 'dump', `--tree=${pid}`, ...common(directory, 'dump.log'), ...options];
  const { code, errors } = await runArgv(argv, { env: place.env, deadlineMs: dumpDeadlineMs });
  return { code, cause: code === 0 ? null : (causeIn(log) ?? { text: errors, raw: errors }) };
};

export interface Restored extends CriuRun {
  /** As this machine counts. */
  pid: number | null;
  kept: Kept;
}

/**
 * Restores under a keeper, so that what comes back has a parent that reaps it. A shell job gets a terminal.
 * `directory` is as CRIU sees it, `root` where its root directory is seen from here.
 */
export const restore = async (
  places: Places,
  place: CriuPlace,
  { directory, root = '' }: { directory: string; root?: string },
  options: readonly string[],
): Promise<Restored> => {
  const at = (name: string): string => path.join(`${root}${directory}`, name);
  const [log, pidFile] = [at('restore.log'), at('restored.pid')] as const;
  for (const old of [log, pidFile]) rmSync(old, { force: true });
  const argv = [...place.before, place.path, 'restore', '--restore-detached', `--pidfile=${directory}/restored.pid`];
  const kept = keep(places, {
    argv: [...argv, ...common(directory, 'restore.log'), ...options],
    cwd: '/',
    output: path.join(places.programs, `restore-${randomUUID()}`),
    how: options.includes('--shell-job') ? 'terminal' : 'leader',
    wait: true,
    env: { PATH: place.env.PATH ?? '' },
  });
  const timer = setTimeout(() => void kept.end(), deadlineMs);
  const code = await kept.ended;
  clearTimeout(timer);
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : null;
  return { code, pid, kept, cause: code === 0 ? null : causeIn(log) };
};
