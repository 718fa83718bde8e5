import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const setprivPath = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => existsSync(file));

/**
 * Starts a long-running program in a session of its own, so that Ctrl-C reaches only us and we stop things in order.
 * It gets a signal when we die in whatever way (PR_SET_PDEATHSIG through setpriv(1) of util-linux), so nothing is left
 * behind. Without setpriv it stays in our process group, where at least a signal to the group ends it.
 *
 * @param {string[]} argv program and arguments
 * @param {{ user?: { uid: number, gid: number }, deathSignal?: 'INT' | 'TERM' | 'KILL', cwd?: string,
 *   env?: NodeJS.ProcessEnv, stdio?: import('node:child_process').StdioOptions }} options
 */
export function spawnService(argv, options = {}) {
  const [program, ...rest] = setprivPath ? [setprivPath, ...setprivArguments(options), ...argv] : argv;
  const identity = setprivPath ? {} : { uid: options.user?.uid, gid: options.user?.gid };
  return spawn(program, rest, {
    ...identity,
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: options.stdio ?? 'ignore',
    detached: setprivPath !== undefined,
  });
}

function setprivArguments({ user, deathSignal = 'TERM' }) {
  const identity = user ? ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'] : [];
  return ['--pdeathsig', deathSignal, ...identity, '--'];
}
