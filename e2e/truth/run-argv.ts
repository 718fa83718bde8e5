import { execFile } from 'node:child_process';

export interface Ended {
  /** null when it could not be started or was killed for being too slow. */
  code: number | null;
  output: string;
  errors: string;
}

/** Runs one command to its end. A command that is too slow is killed. */
export const runArgv = (
  [program = '', ...argv]: readonly string[],
  {
    cwd = '/',
    env = process.env,
    deadlineMs = 15_000,
  }: { cwd?: string; env?: NodeJS.ProcessEnv; deadlineMs?: number } = {},
): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { cwd, env, timeout: deadlineMs, killSignal: 'SIGKILL', maxBuffer: 1 << 26 } as const;
    const child = execFile(program, argv, options, (error, output, errors) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, output, errors: errors + (error !== null && code === null ? error.message : '') });
    });
    child.stdin?.end();
  });
