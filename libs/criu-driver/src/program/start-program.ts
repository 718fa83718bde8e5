import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { programEnvironment } from './program-environment.ts';

export interface StartOptions {
  /** Standard output and error are appended to this file. */
  outputFile: string;
  /** The `cgroup.procs` files of the cgroups it shall live in, entered before it is started. */
  cgroupProcs: readonly string[];
  /** The script written by `writeEnterScript`. */
  enterScript: string;
  /** A session of its own: it outlives its starter and is no member of its terminal or process group. */
  detached: boolean;
  environment?: Readonly<Record<string, string>>;
  /** Descriptors of this process that the program gets as 3, 4 and so on. */
  descriptors?: readonly number[];
}

/**
 * Starts a program that may outlive the caller: no shell line, minimal environment, no pipes but those it is given, inside the given cgroups
 * from its first instruction on. The first word of `argv` must be an absolute path.
 */
export const startProgram = (argv: readonly string[], options: StartOptions): ChildProcess => {
  const output = openSync(options.outputFile, 'a', 0o600);
  try {
    const child = spawn('/bin/sh', [options.enterScript, ...options.cgroupProcs, '--', ...argv], {
      cwd: '/',
      env: { ...programEnvironment, ...options.environment },
      stdio: ['ignore', output, output, ...(options.descriptors ?? [])],
      detached: options.detached,
    });
    if (options.detached) child.unref();
    return child;
  } finally {
    closeSync(output);
  }
};
