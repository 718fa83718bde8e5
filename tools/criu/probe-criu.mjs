import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runArgv } from './run-argv.mjs';

const listenerProgram = fileURLToPath(new URL('./probe-listener.mjs', import.meta.url));
/** Printed on every host without CAP_SYS_RESOURCE, and harmless (seen with CRIU 4.2.1). */
const harmlessError = /Can't setup RLIMIT_NOFILE for self/;

/**
 * Finds out whether a CRIU works on this host by using it: a process with a TCP listener is dumped, restored, and asked.
 * `criu check` is not enough: CRIU 4.1.1 on kernel 6.18 passes it and can dump no TCP socket at all.
 *
 * @param {string} criuPath the program to try
 * @param {{ scratchDir: string }} options a directory for images and logs; everything made in it is removed again
 * @returns {Promise<{ works: true } | { works: false, reason: string }>} the reason carries CRIU's own error line
 */
export async function probeCriu(criuPath, { scratchDir }) {
  mkdirSync(scratchDir, { recursive: true, mode: 0o700 });
  const directory = mkdtempSync(path.join(scratchDir, 'godwit-criu-probe-'));
  const probe = { criuPath, directory, token: randomUUID(), pid: 0 };
  try {
    await startListener(probe);
    await dumpListener(probe);
    await restoreListener(probe);
    await expectAnswer(probe, 'after the restore');
    return { works: true };
  } catch (error) {
    return { works: false, reason: error.message };
  } finally {
    await killListener(probe);
    rmSync(directory, { recursive: true, force: true });
  }
}

async function startListener(probe) {
  const portFile = path.join(probe.directory, 'port');
  const log = openSync(path.join(probe.directory, 'listener.log'), 'a');
  const argv = [listenerProgram, portFile, probe.token];
  const child = spawn(process.execPath, argv, { detached: true, stdio: ['ignore', log, log], cwd: '/', env: {} });
  closeSync(log);
  probe.pid = child.pid ?? 0;
  probe.exited = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  for (let waited = 0; !existsSync(portFile); waited += 10) {
    if (waited > 10_000) throw new Error('The probe process did not start listening within 10 s.');
    await sleep(10);
  }
  probe.port = Number(readFileSync(portFile, 'utf8'));
  await expectAnswer(probe, 'before the dump');
}

async function dumpListener(probe) {
  await callCriu(probe, 'dump', ['--tree', String(probe.pid)]);
  const gone = await Promise.race([probe.exited.then(() => true), sleep(5000).then(() => false)]);
  if (!gone) throw new Error('criu dump reported success, but the dumped process still runs.');
}

async function restoreListener(probe) {
  await callCriu(probe, 'restore', ['--restore-detached']);
  if (!holdsToken(probe)) throw new Error('criu restore reported success, but the process is not there.');
}

async function callCriu(probe, command, extra) {
  const logName = `${command}.log`;
  const common = ['--images-dir', probe.directory, '--log-file', logName, '-v4', '--manage-cgroups=ignore'];
  const console = openSync(path.join(probe.directory, `${command}.out`), 'a');
  const argv = [probe.criuPath, command, ...common, ...extra];
  const { code } = await runArgv(argv, { logFd: console, deadlineMs: 30_000, cwd: '/' });
  closeSync(console);
  if (code === 0 && existsSync(path.join(probe.directory, logName))) return;
  throw new Error(`criu ${command} ${explainExit(code)}: ${readErrorLine(probe.directory, command)}`);
}

function explainExit(code) {
  if (code === 0) return 'did nothing (it wrote no log)';
  return code === 124 ? 'did not end within 30 s' : `ended with exit code ${code}`;
}

function readErrorLine(directory, command) {
  const lines = [`${command}.log`, `${command}.out`]
    .map((name) => path.join(directory, name))
    .flatMap((file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []))
    .filter((line) => line.trim() !== '' && !harmlessError.test(line));
  return lines.find((line) => line.includes('Error')) ?? lines.at(-1) ?? 'it said nothing';
}

async function expectAnswer(probe, when) {
  const answer = await ask(probe.port).catch((error) => error.message);
  if (answer.trim() !== probe.token) throw new Error(`The probe process did not answer ${when}: ${answer.trim()}`);
}

function ask(port) {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = createConnection({ port, host: '127.0.0.1', timeout: 5000 });
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      answer += text;
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
    socket.on('timeout', () => socket.destroy(new Error('no answer within 5 s')));
  });
}

/** The restored process has its old pid; the token in its command line tells it from a stranger that took the pid. */
function holdsToken(probe) {
  try {
    return readFileSync(`/proc/${probe.pid}/cmdline`, 'utf8').includes(probe.token);
  } catch {
    return false;
  }
}

/** Ends only when the process is gone: SIGKILL is sent at once and carried out later, and a leftover would hold its port. */
async function killListener(probe) {
  if (probe.pid <= 0 || !holdsToken(probe)) return;
  process.kill(probe.pid, 'SIGKILL');
  for (let waited = 0; holdsToken(probe) && waited < 5000; waited += 10) await sleep(10);
}
