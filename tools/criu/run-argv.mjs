import { spawn } from 'node:child_process';

/**
 * Runs a command to its end without a shell and collects what it printed.
 *
 * @param {string[]} argv program and arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, deadlineMs?: number, logFd?: number }} [options] `logFd` sends the
 *   output to that file instead of collecting it, which a program needs that hands its own stdio on to others
 * @returns {Promise<{ code: number, output: string }>} code 127: could not be started; 124: killed at its deadline
 */
export function runArgv(argv, options = {}) {
  const { logFd, deadlineMs = 60_000, cwd, env } = options;
  const output = logFd ?? 'pipe';
  const child = spawn(argv[0], argv.slice(1), { cwd, env, stdio: ['ignore', output, output] });
  const chunks = [];
  child.stdout?.on('data', (chunk) => chunks.push(chunk));
  child.stderr?.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve) => {
    let expired = false;
    const timer = setTimeout(() => {
      expired = true;
      child.kill('SIGKILL');
    }, deadlineMs);
    const finish = (code, extra) => {
      clearTimeout(timer);
      resolve({ code: expired ? 124 : code, output: Buffer.concat(chunks).toString('utf8') + extra });
    };
    child.once('error', (error) => finish(127, error.message));
    child.once('close', (code) => finish(code ?? 1, ''));
  });
}
