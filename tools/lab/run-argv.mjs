import { spawnSync } from 'node:child_process';

/**
 * Runs a short command to its end, without a shell.
 *
 * @param {string[]} argv program and arguments
 * @param {{ allowFailure?: boolean, purpose?: string }} [options] without `allowFailure` a failure is thrown
 * @returns {{ code: number, output: string }}
 */
export function runArgv(argv, { allowFailure = false, purpose } = {}) {
  const result = spawnSync(argv[0], argv.slice(1), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  const code = result.status ?? 127;
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`;
  if (code === 0 || allowFailure) return { code, output };
  throw new Error(`Could not ${purpose ?? 'run a command of the lab'}: ${argv.join(' ')}: ${output.trim()}`);
}
