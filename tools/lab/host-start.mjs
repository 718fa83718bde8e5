import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultCacheDir } from '../criu/find-criu.mjs';
import { listCgroupPids } from './cgroups.mjs';
import { prepareDisk } from './host-disk.mjs';
import { listHiddenPaths } from './mounts.mjs';
import { connectHost } from './network.mjs';
import { identify, readInnerPid } from './processes.mjs';
import { systemPath } from './system-path.mjs';
import { waitUntil } from './wait-until.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const repository = path.resolve(here, '../..');
/** Directories of which every host has its own, empty ones. */
const replacedDirs = ['/tmp', '/run', '/dev', '/proc', '/sys'];

/**
 * Starts one host: its namespaces, its root, its process 1 and its link into the bridge.
 *
 * @returns {Promise<{ pid: number, startTime: number | undefined }>} the host's process 1 as seen on the machine
 */
export async function startHost(lab, host) {
  prepareDisk(lab, host);
  const log = openSync(host.logFile, 'a');
  const argv = [
    path.join(here, 'host-start.sh'),
    host.cgroupDir,
    path.join(here, 'host-init.sh'),
    ...initArguments(lab, host),
  ];
  const child = spawn('/bin/bash', argv, {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
    env: { PATH: systemPath },
  });
  closeSync(log);
  child.unref();
  const pid = await waitUntil(() => child.exitCode ?? findReadyInit(host), {
    timeoutMs: 20_000,
    otherwise: () => explain(host),
  });
  if (child.exitCode !== null) throw new Error(explain(host));
  connectHost(lab, host, pid);
  return identify(pid);
}

function initArguments(lab, host) {
  const disk = [host.rootDir, host.upperDir, host.workDir, host.diskDir];
  return [host.name, String(host.firstPid), ...disk, lab.stateDir, lab.sharedDir, ...visiblePaths(lab)];
}

/**
 * Godwit itself, Node and CRIU must be seen in every host, wherever the machine keeps them. The project and the CRIU cache
 * are always mounted in, not only when they are hidden: an overlay may go on showing what a changed lower file was before.
 */
function visiblePaths(lab) {
  const cache = defaultCacheDir();
  mkdirSync(cache, { recursive: true });
  const shown = [repository, cache];
  const programs = [process.execPath, process.env.GODWIT_CRIU]
    .filter((file) => file && existsSync(file))
    .filter((file) => !shown.some((dir) => file.startsWith(`${dir}/`)));
  return [...shown, ...listHiddenPaths(programs, [...replacedDirs, lab.stateDir])];
}

function findReadyInit(host) {
  const pid = listCgroupPids(host.cgroupDir).find((one) => readInnerPid(one) === 1);
  return pid !== undefined && existsSync(`/proc/${pid}/root/run/godwit-lab/ready`) ? pid : undefined;
}

function explain(host) {
  const log = existsSync(host.logFile) ? readFileSync(host.logFile, 'utf8').trim().split('\n').slice(-3).join(' ') : '';
  return `The lab host ${host.name} did not start: ${log || 'it said nothing'} (see ${host.logFile})`;
}
