import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execOn, requireHost } from '../enter-host.mjs';
import { waitUntil } from '../wait-until.mjs';

const hook = fileURLToPath(new URL('./hold-hook.sh', import.meta.url));
/** In every log on a machine without CAP_SYS_RESOURCE or /dev/net/tun, and harmless. */
const harmless = /Can't setup RLIMIT_NOFILE|Unable to create tun|cgroupd: recv req error/;

/**
 * One end of a move: a host with an empty images directory and a hook that can hold CRIU. `outside` and `inside` are the
 * same directory, as seen on the machine and in the host.
 */
export function prepareEnd(lab, hostName, workload) {
  const { host, pid } = requireHost(lab, hostName);
  const outside = path.join(host.diskDir, 'state/by-hand', workload);
  rmSync(outside, { recursive: true, force: true });
  mkdirSync(path.join(outside, 'images'), { recursive: true, mode: 0o700 });
  copyFileSync(hook, path.join(outside, 'hook'));
  return {
    set: lab.set,
    host,
    initPid: pid,
    outside,
    inside: path.join(lab.stateDir, 'by-hand', workload),
    cgroupDir: path.join(host.cgroupDir, 'workloads', workload),
  };
}

/**
 * Starts criu on one end and waits until its hook holds it at a stage. CRIU runs in a cgroup of its own.
 *
 * @param {string[]} argv the command without its directory, log and hook
 * @returns {Promise<{ ended: Promise<{ code: number, stderr: string }>, pids: () => number[] }>}
 */
export async function startHeld(end, argv, stage) {
  writeFileSync(path.join(end.outside, 'stage'), stage);
  const logName = `${argv[1]}.log`;
  const places = [
    '--images-dir',
    `${end.inside}/images`,
    '--log-file',
    logName,
    '--action-script',
    `${end.inside}/hook`,
  ];
  const cgroup = `/by-hand/${argv[1]}`;
  const held = { result: undefined };
  held.ended = execOn(end.set, end.host.name, [...argv, ...places, '-v4', '--manage-cgroups=ignore'], { cgroup });
  held.ended.then((result) => {
    held.result = result;
  });
  await waitUntil(() => existsSync(path.join(end.outside, 'held')) || held.result, {
    timeoutMs: 60_000,
    otherwise: () => `criu ${argv[1]} came neither to ${stage} nor to an end within 60 s`,
  });
  if (held.result)
    throw new Error(`criu ${argv[1]} ended with ${held.result.code}: ${readErrors(end, logName).join(' | ')}`);
  return held;
}

/** Lets the hook end with this exit code, and waits for the end of criu. */
export async function answer(end, held, exitCode) {
  const file = path.join(end.outside, 'answer');
  writeFileSync(`${file}.new`, String(exitCode));
  renameSync(`${file}.new`, file);
  return held.ended;
}

/** CRIU's own error lines, without those that are always there. */
export function readErrors(end, logName) {
  const file = path.join(end.outside, 'images', logName);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return lines.filter((line) => line.includes('Error') && !harmless.test(line));
}
