import { spawn } from 'node:child_process';
import { programEnvironment } from './program-environment.ts';

export interface BoundedResult {
  /** Exit code; null when a signal ended it or it could not be started. */
  code: number | null;
  /** Why it has no good end, in words; null for exit code 0. */
  trouble: string | null;
  /** The end of what it wrote to both outputs. */
  output: string;
}

export interface BoundedOptions {
  env: Readonly<Record<string, string>>;
  deadlineMs: number;
}

/** What of its output is kept. */
const keptCharacters = 4000;
/** A child of the program may keep its outputs open for ever. */
const outputGraceMs = 200;

/**
 * Runs a program of somebody else's: no shell, only the given environment besides PATH, LANG and HOME, in a process group of
 * its own that is killed as a whole at the deadline, nothing to read, the end of its output kept. Never throws.
 */
export const runBounded = (argv: readonly string[], { env, deadlineMs }: BoundedOptions): Promise<BoundedResult> => {
  const [program = '', ...rest] = argv;
  const child = spawn(program, rest, {
    cwd: '/',
    env: { ...programEnvironment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const keep = (chunk: string) => {
    output = (output + chunk).slice(-keptCharacters);
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', keep);
  return new Promise((resolve) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      killGroup(child.pid);
    }, deadlineMs);
    const finish = (code: number | null, why: string) => {
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
      const trouble = late ? `it was ended because it was not done within ${deadlineMs / 1000} s` : why;
      resolve({ code: late ? null : code, trouble: code === 0 && !late ? null : trouble, output });
    };
    child.once('error', (error) => finish(null, `it could not be started: ${error.message}`));
    const ended = (code: number | null, signal: string | null) =>
      finish(code, code === null ? `it was ended by ${signal}` : `it ended with exit code ${code}`);
    child.once('close', ended);
    child.once('exit', (code, signal) => setTimeout(() => ended(code, signal), outputGraceMs));
  });
};

const killGroup = (pid: number | undefined): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended in this moment.
  }
};
