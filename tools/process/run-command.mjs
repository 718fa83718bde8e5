import { spawn } from 'node:child_process';

/**
 * Runs one command to its end, without a shell.
 *
 * @param {string[]} argv program and arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, deadlineMs?: number, capture?: boolean, uid?: number, gid?: number,
 *   input?: string }} options `capture` keeps the output instead of showing it; at the deadline the command and
 *   all its children in its process group are killed
 * @returns {Promise<{ code: number, signal: string | null, output: string, timedOut: boolean, durationMs: number }>}
 *   `code` is 127 when the program could not be started and 124 when it passed its deadline
 */
export function runCommand(argv, options = {}) {
  const started = performance.now();
  const [program, ...rest] = argv;
  const child = spawn(program, rest, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    uid: options.uid,
    gid: options.gid,
    detached: true,
    stdio: [options.input === undefined ? 'ignore' : 'pipe', ...outputStreams(options.capture)],
  });
  if (options.input !== undefined) child.stdin.end(options.input);
  return settle(child, options, started);
}

function outputStreams(capture) {
  return capture ? ['pipe', 'pipe'] : ['inherit', 'inherit'];
}

function settle(child, options, started) {
  const chunks = [];
  child.stdout?.on('data', (chunk) => chunks.push(chunk));
  child.stderr?.on('data', (chunk) => chunks.push(chunk));
  const release = killGroupWhenWeEnd(child);
  return new Promise((resolve) => {
    let timedOut = false;
    const timer =
      options.deadlineMs &&
      setTimeout(() => {
        timedOut = true;
        killGroup(child, 'SIGKILL');
      }, options.deadlineMs);
    const finish = (code, signal) => {
      clearTimeout(timer);
      release();
      const output = Buffer.concat(chunks).toString('utf8');
      resolve({
        code: timedOut ? 124 : (code ?? 1),
        signal,
        output,
        timedOut,
        durationMs: performance.now() - started,
      });
    };
    child.once('error', (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      finish(127, null);
    });
    child.once(options.capture ? 'close' : 'exit', finish);
  });
}

// The child leads a group of its own, so a Ctrl-C at the terminal does not reach it by itself.
function killGroupWhenWeEnd(child) {
  const stop = () => killGroup(child, 'SIGTERM');
  const interrupt = (signal) => {
    stop();
    // Somebody else who listens decides when to end; without one the signal has its usual effect.
    if (process.listenerCount(signal) === 0) process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('exit', stop);
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  return () => {
    process.off('exit', stop);
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
}

function killGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
