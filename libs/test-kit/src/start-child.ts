import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

export interface StartedChild {
  pid: number;
  /** A directory of its own, where it was started. */
  directory: string;
  /** What it printed on the line that begins with `ready`, as words. */
  said: string[];
  stop: () => void;
}

const readyWithinMs = 10_000;

const waitForReady = async (output: string, isAlive: () => boolean): Promise<string[]> => {
  const giveUpMs = performance.now() + readyWithinMs;
  while (performance.now() < giveUpMs) {
    const line = /^ready(.*)$/m.exec(readFileSync(output, 'utf8'))?.[1];
    if (line !== undefined) return line.trim().split(' ').filter(Boolean);
    if (!isAlive()) break;
    await setTimeout(20);
  }
  throw new Error(`The child did not say that it is ready:\n${readFileSync(output, 'utf8')}`);
};

/** Ends a whole session: the child was made its leader. */
const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
};

/**
 * Starts a real process in a session and a directory of its own, with its output in a file, and waits until it prints a
 * line that begins with `ready`.
 */
export const startChild = async (argv: readonly [string, ...string[]]): Promise<StartedChild> => {
  const directory = mkdtempSync(join(tmpdir(), 'godwit-child-'));
  const output = join(directory, 'output');
  const fd = openSync(output, 'w');
  const child = spawn(argv[0], argv.slice(1), { cwd: directory, detached: true, stdio: ['ignore', fd, fd] });
  const pid = child.pid ?? 0;
  const stop = (): void => {
    if (pid > 0) killGroup(pid);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const said = await waitForReady(output, () => child.exitCode === null && child.signalCode === null);
    return { pid, directory, said, stop };
  } catch (error) {
    stop();
    throw error;
  }
};
