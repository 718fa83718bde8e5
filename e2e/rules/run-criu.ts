import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

export interface CriuRun {
  /** Exit status; null when it had to be killed because it did not end. */
  code: number | null;
  /** Lines of the log that tell of errors and warnings. */
  problems: string[];
}

/** A program of the trials is small: a criu that takes longer hangs. */
const deadlineMs = 12_000;

/** Printed on every host without CAP_SYS_RESOURCE; nothing follows from it. */
const harmless = /rlimit: Can't setup RLIMIT_NOFILE for self/;

const inTerminal = fileURLToPath(new URL('in-terminal.py', import.meta.url));

const run = ([program = '', ...argv]: string[], log: string): Promise<CriuRun> =>
  new Promise((resolve) => {
    execFile(program, argv, { timeout: deadlineMs, killSignal: 'SIGKILL' }, (error) => {
      const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [];
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, problems: lines.filter((line) => /\b(Error|Warn) /.test(line) && !harmless.test(line)) });
    });
  });

const common = (directory: string, log: string): string[] => [`--images-dir=${directory}`, `--log-file=${log}`, '-v4'];

/** Dumps a tree, which ends it when the dump passes. */
export const dump = (pid: number, directory: string, options: string[]): Promise<CriuRun> =>
  run(
    [inject('criuPath'), 'dump', `--tree=${pid}`, ...common(directory, 'dump.log'), ...options],
    path.join(directory, 'dump.log'),
  );

/** Who restores: words before its command line, and another CRIU than the one that dumped. */
export interface Restorer {
  under?: string[];
  criuPath?: string | undefined;
}

/** Restores what was dumped; the tasks run on by themselves. A shell job takes over the terminal CRIU is started in. */
export const restore = (
  directory: string,
  options: string[],
  { under = [], criuPath }: Restorer = {},
): Promise<CriuRun> => {
  const argv = [
    criuPath ?? inject('criuPath'),
    'restore',
    '--restore-detached',
    ...common(directory, 'restore.log'),
    ...options,
  ];
  const terminal = options.includes('--shell-job') ? ['/usr/bin/python3', inTerminal] : [];
  return run([...under, ...terminal, ...argv], path.join(directory, 'restore.log'));
};

/** A private directory for images, gone after the work. */
export const withImages = async <T>(work: (directory: string) => Promise<T>): Promise<T> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'godwit-images-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};
