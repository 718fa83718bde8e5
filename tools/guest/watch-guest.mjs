import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const bootDeadlineMs = 120_000;
/** A machine that has said how its command ended has nothing left to do. */
const powerOffMs = 20_000;
const shownLines = 15;
const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/**
 * Starts the emulator and stays with it until it is gone. It is killed when the guest hangs while it boots or ends, at the
 * deadline, and when this process ends, however that ends.
 *
 * @param {{ argv: string[], env: Record<string, string>, consoleFile: string, statusFile: string, deadlineMs: number,
 *   output?: NodeJS.WritableStream, bootMs?: number }} guest
 * @returns {Promise<number>} exit code of the command in the guest
 */
export async function watchGuest(guest) {
  // The kernel ends the emulator with us, also when we are killed.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...guest.argv], {
    env: guest.env,
    cwd: '/',
    // An input at its end would close the guest's output, which is the other half of the same device.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const state = { child, complaints: '', why: undefined, end: (why) => end(state, why) };
  child.stdout.pipe(guest.output ?? process.stdout, { end: false });
  child.stderr.on('data', (text) => {
    state.complaints = `${state.complaints}${text}`.slice(-4000);
  });
  const letGo = [endWithUs(state), endAtDeadlines(state, guest)];
  const code = await new Promise((resolve) => child.once('error', () => resolve(127)).once('close', resolve));
  for (const stop of letGo) stop();
  return judge(guest, state, code);
}

function end(state, why) {
  state.why ??= why;
  state.child.kill('SIGKILL');
}

function endWithUs(state) {
  const listeners = Object.entries(signals).map(([name, number]) => {
    const listener = () => {
      state.child.kill('SIGKILL');
      process.exit(128 + number);
    };
    process.once(name, listener);
    return [name, listener];
  });
  return () => {
    for (const [name, listener] of listeners) process.off(name, listener);
  };
}

function endAtDeadlines(state, { statusFile, deadlineMs, bootMs = bootDeadlineMs }) {
  const started = Date.now();
  let endedAt;
  const look = setInterval(() => {
    const now = Date.now();
    const { booted, code } = readStatus(statusFile);
    if (code !== undefined) endedAt ??= now;
    if (endedAt && now - endedAt > powerOffMs) state.end('The guest did not turn itself off.');
    else if (!booted && now - started > bootMs) state.end(`The guest did not boot within ${bootMs / 1000} s.`);
    else if (!endedAt && now - started > deadlineMs)
      state.end(`The guest was ended at its deadline of ${deadlineMs / 1000} s.`);
  }, 100);
  return () => clearInterval(look);
}

/** What process 1 of the guest has written: "booted", then "exit CODE". */
function readStatus(file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [, code] = /^exit (\d+)$/m.exec(text) ?? [];
  return { booted: /^booted$/m.test(text), code: code === undefined ? undefined : Number(code) };
}

function judge({ consoleFile, statusFile }, state, emulatorCode) {
  const { booted, code } = readStatus(statusFile);
  if (code !== undefined) return code;
  const when = booted ? 'while its command ran' : 'before it was up';
  const reason = state.why ?? `The guest ended ${when}, and the emulator with ${emulatorCode ?? 'a signal'}.`;
  const seen = [state.complaints, existsSync(consoleFile) ? readFileSync(consoleFile, 'utf8') : ''].join('\n');
  const last = seen
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-shownLines);
  throw new Error([reason, 'Last lines of its console:', ...last.map((line) => `  ${line}`)].join('\n'));
}
