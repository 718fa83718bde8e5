import { spawn } from 'node:child_process';
import { programEnvironment } from './program-environment.ts';

export interface ProgramResult {
  /** Exit code; null when a signal ended it or it could not be started. */
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
  /** It was killed because its time was up. */
  timedOut: boolean;
}

export interface ProgramOptions {
  input?: string;
  /** Milliseconds; default 10 000. */
  deadlineMs?: number;
  /** Ends it before that. */
  stop?: AbortSignal | undefined;
}

const keptBytes = 1 << 20;

/**
 * Runs a short program to its end: no shell, a minimal environment, a deadline, bounded output. A program that cannot be
 * started gives code null with the reason in `stderr`; nothing is thrown.
 */
export const runProgram = (argv: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> => {
  const [program = '', ...rest] = argv;
  const child = spawn(program, rest, { cwd: '/', env: programEnvironment, stdio: 'pipe' });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  // A program that ends without reading its input is not our failure.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return new Promise((resolve) => {
    let timedOut = false;
    const kill = () => child.kill('SIGKILL');
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
    }, options.deadlineMs ?? 10_000);
    if (options.stop?.aborted) kill();
    options.stop?.addEventListener('abort', kill, { once: true });
    const finish = (code: number | null, signal: string | null, trouble = '') => {
      clearTimeout(timer);
      options.stop?.removeEventListener('abort', kill);
      resolve({ code, signal, stdout: stdout(), stderr: stderr() + trouble, timedOut });
    };
    child.once('error', (error) => finish(null, null, error.message));
    child.once('close', (code, signal) => finish(code, signal));
  });
};

const collect = (stream: NodeJS.ReadableStream): (() => string) => {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size < keptBytes) chunks.push(chunk);
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8').slice(0, keptBytes);
};
