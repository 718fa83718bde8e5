import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findHost, labLayout } from './lab-layout.mjs';
import { readRecord } from './lab-record.mjs';
import { identify, isAlive, listNamespacePids, readCommandLine, readInnerPid } from './processes.mjs';
import { systemPath } from './system-path.mjs';
import { waitUntil } from './wait-until.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Finds a running host of a running lab, with its process 1. */
export function requireHost(lab, hostName) {
  const host = findHost(lab, hostName);
  const recorded = readRecord(lab)?.hosts[host.name];
  if (isAlive(recorded)) return { host, pid: recorded.pid };
  throw new Error(
    `The lab host ${hostName} of set ${lab.set} is not running. Start it: npm run lab -- up --set ${lab.set}`,
  );
}

/**
 * Runs a command inside a host, in a cgroup of its own, and waits for its end.
 *
 * @param {number} set
 * @param {string} hostName lab-a, lab-b or lab-c
 * @param {string[]} argv
 * @param {{ stdio?: 'inherit' | 'capture', env?: Record<string, string>, cgroup?: string, input?: string,
 *   stateDir?: string, deadlineMs?: number }} [options]
 * `deadlineMs`: then everything in the command's cgroup is killed
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>} code: 128 + number of the signal that ended it, as a shell says
 */
export async function execOn(set, hostName, argv, options = {}) {
  const lab = labLayout(set, options.stateDir);
  const { host, pid } = requireHost(lab, hostName);
  const cgroup = options.cgroup ?? `/exec/${randomUUID()}`;
  const inside = [...enterArgv(pid), '/bin/sh', scriptPath('enter-cgroup.sh'), cgroup, ...argv];
  const cgroupDir = path.join(host.cgroupDir, cgroup);
  // nsenter alone would die and leave the command running.
  const expire = () => writeFileSync(path.join(cgroupDir, 'cgroup.kill'), '1');
  const timer = options.deadlineMs && setTimeout(expire, options.deadlineMs);
  const result = await collect(inside, options);
  clearTimeout(timer);
  if (!options.cgroup) removeIfEmpty(cgroupDir);
  return result;
}

/**
 * Starts a program inside a host that outlives its caller: own session, no terminal, output appended to a file.
 *
 * @param {number} set
 * @param {string} hostName
 * @param {string[]} argv
 * @param {{ logFile: string, cgroup: string, env?: Record<string, string>, stateDir?: string }} options `logFile` and
 *   `cgroup` are paths inside the host, both made when missing
 * @returns {Promise<{ pid: number, startTime: number | undefined, insidePid: number }>} pid and start time as seen on the machine
 */
export async function spawnOn(set, hostName, argv, { logFile, cgroup, env = {}, stateDir }) {
  const lab = labLayout(set, stateDir);
  const { pid: initPid } = requireHost(lab, hostName);
  const pidFile = `/run/godwit-lab/spawned/${randomUUID()}`;
  const launch = ['/bin/bash', scriptPath('launch-detached.sh'), cgroup, pidFile, logFile, ...argv];
  const started = await collect([...enterArgv(initPid), 'setsid', '--fork', ...launch], { env, stdio: 'discard' });
  if (started.code !== 0)
    throw new Error(`Could not enter ${hostName} to start ${argv[0]} (exit code ${started.code}).`);
  const pidFileOutside = `/proc/${initPid}/root${pidFile}`;
  await waitUntil(() => existsSync(pidFileOutside), {
    timeoutMs: 10_000,
    otherwise: () => `${argv[0]} did not start on ${hostName}; see ${logFile} there.`,
  });
  const insidePid = Number(readFileSync(pidFileOutside, 'utf8'));
  const pid = listNamespacePids(initPid).find((one) => readInnerPid(one) === insidePid);
  const identity = pid === undefined ? undefined : await identifyStarted(pid);
  if (identity?.startTime === undefined)
    throw new Error(`${argv[0]} ended at once on ${hostName}; see ${logFile} there.`);
  return { ...identity, insidePid };
}

/** Until it has become the program it is a shell, which may find that it cannot. */
async function identifyStarted(pid) {
  const isShell = () => readCommandLine(pid).includes('launch-detached.sh');
  await waitUntil(() => !isShell(), {
    timeoutMs: 10_000,
    otherwise: () => `Process ${pid} did not start its program.`,
  });
  return identify(pid);
}

/** How to enter all namespaces of a host; the program follows. */
function enterArgv(pid) {
  const namespaces = ['--mount', '--uts', '--ipc', '--net', '--pid', '--cgroup'];
  return ['nsenter', '--target', String(pid), ...namespaces, '--'];
}

/** The scripts are started through the host's own view of the project. */
function scriptPath(name) {
  return path.join(here, name);
}

function collect(argv, { stdio = 'capture', env = {}, input }) {
  const output = { capture: 'pipe', inherit: 'inherit', discard: 'ignore' }[stdio];
  const stdin = stdio === 'inherit' ? 'inherit' : input === undefined ? 'ignore' : 'pipe';
  const child = spawn(argv[0], argv.slice(1), {
    cwd: '/',
    env: { PATH: systemPath, HOME: '/root', LANG: 'C.UTF-8', ...env },
    stdio: [stdin, output, output],
  });
  if (input !== undefined) child.stdin.end(input);
  const chunks = { stdout: [], stderr: [] };
  child.stdout?.on('data', (chunk) => chunks.stdout.push(chunk));
  child.stderr?.on('data', (chunk) => chunks.stderr.push(chunk));
  const text = (name) => Buffer.concat(chunks[name]).toString('utf8');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 137, stdout: text('stdout'), stderr: text('stderr') }));
  });
}

function removeIfEmpty(dir) {
  try {
    rmdirSync(dir);
  } catch {
    // It holds what the command left running; `down` removes it.
  }
}
