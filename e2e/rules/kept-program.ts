import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { waitUntil } from './wait-until.ts';

export interface KeptProgram {
  /** The process to look at: the program itself, or the one it named after `ready`. */
  pid: number;
  /** A directory of its own, also where it was started. */
  directory: string;
  /** Whether a process works in that directory: the program, or what a restore made of it. */
  isAlive: () => boolean;
  stop: () => Promise<void>;
}

const keeper = fileURLToPath(new URL('keeper.py', import.meta.url));

/** Starts a Python program detached from any terminal, and waits until it prints `ready`. */
export const keepPython = (code: string, ...args: string[]): Promise<KeptProgram> =>
  keepProgram(['/usr/bin/python3', '-c', `${prelude}\n${code}`, ...args]);

/** What nearly every program of the trials needs. */
const prelude = `
import ctypes, fcntl, mmap, os, signal, socket, struct, sys, threading, time
libc = ctypes.CDLL(None, use_errno=True)
def ready(pid=None):
    print('ready', pid or os.getpid(), flush=True)
def wait():
    while True: time.sleep(1000)
def tend():
    # For a parent outside of the dumped tree, which takes away what criu has ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    wait()
def adopt():
    libc.prctl(36, 1, 0, 0, 0)
`;

/** Starts a program that prints `ready` under a process that reaps what it leaves behind. */
export const keepProgram = async (
  argv: readonly string[],
  isReady = (text: string) => /^ready/m.test(text),
): Promise<KeptProgram> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'godwit-trial-'));
  const output = path.join(directory, 'output');
  writeFileSync(output, '');
  const started = spawn('/usr/bin/python3', [keeper, output, ...argv], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: started.stdout }), 'line')) as [string];
  const first = Number(line);
  await waitUntil(
    `${argv[0]} to be ready`,
    () => isReady(readFileSync(output, 'utf8')),
    () => readFileSync(output, 'utf8'),
  );
  const pid = Number(/^ready (\d+)/m.exec(readFileSync(output, 'utf8'))?.[1] ?? first);
  const stop = async (): Promise<void> => {
    started.kill('SIGKILL');
    for (const leftOver of processesIn(directory)) process.kill(leftOver, 'SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  };
  return { pid, directory, isAlive: () => processesIn(directory).length > 0, stop };
};

/** Processes that work in the directory of one program: its tree, and what a restore made of it. */
const processesIn = (directory: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/cwd`).startsWith(directory);
      } catch {
        return false;
      }
    })
    .map(Number);
