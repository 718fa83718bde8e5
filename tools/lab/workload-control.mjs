import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { removeCgroup } from './cgroups.mjs';
import { requireHost, spawnOn } from './enter-host.mjs';
import { programsInside } from './host-disk.mjs';
import { ipInside } from './network.mjs';
import { findByEnvironment } from './processes.mjs';
import { waitUntil } from './wait-until.mjs';
import { findSampleWorkload, listSampleWorkloads, localScript } from './workload-catalogue.mjs';
import { nonceVariable, readWorkloadRecord, removeWorkloadRecord, writeWorkloadRecord } from './workload-record.mjs';

/** Starts the sample workloads that run on no host; one that was moved is left where it is. */
export async function startMissingWorkloads(lab, log) {
  for (const { name, needs } of listSampleWorkloads(lab)) {
    if (isRunning(lab, name)) continue;
    if (existsSync(needs)) await startWorkload(lab, name);
    else log(`Left out: ${name}, because ${needs} is not installed`);
  }
}

/**
 * Starts a sample workload on its home host with a new nonce. Its own service address is given to that host first.
 *
 * @returns {Promise<{ pid: number, insidePid: number, nonce: string }>} pid as seen on the machine
 */
export async function startWorkload(lab, name) {
  const workload = findSampleWorkload(lab, name);
  if (isRunning(lab, name)) throw new Error(`The workload ${name} runs already. Stop it first, or restart it.`);
  await clearTraces(lab, workload);
  const nonce = randomUUID();
  writeWorkloadRecord(lab, { name, nonce, startedAt: new Date().toISOString() });
  const { pid: initPid } = requireHost(lab, workload.home);
  if (workload.serviceAddress) takeAddress(lab, initPid, workload.serviceAddress);
  if (name === 'local-script') installLocalScript(initPid);
  writeDefinition(initPid, workload);
  const started = await spawnOn(lab.set, workload.home, workload.startedBy ?? workload.argv, {
    logFile: workload.logFile,
    cgroup: workload.startedBy ? `/supervisors/${name}` : `/workloads/${name}`,
    env: { [nonceVariable]: nonce },
    stateDir: lab.stateDir,
  });
  return { ...started, nonce };
}

/** Stops a sample workload wherever it runs, supervisor first, and takes its address and definition off every host. */
export async function stopWorkload(lab, name) {
  const workload = findSampleWorkload(lab, name);
  await clearTraces(lab, workload);
  removeWorkloadRecord(lab, name);
}

export async function restartWorkload(lab, name) {
  await stopWorkload(lab, name);
  return startWorkload(lab, name);
}

function isRunning(lab, name) {
  const record = readWorkloadRecord(lab, name);
  return record !== undefined && findByEnvironment(nonceVariable, record.nonce).length > 0;
}

async function clearTraces(lab, { name, serviceAddress }) {
  for (const host of lab.hosts) {
    for (const group of ['supervisors', 'workloads']) await removeCgroup(path.join(host.cgroupDir, group, name));
  }
  await killStrays(lab, name);
  for (const { name: hostName } of lab.hosts) {
    const { pid } = requireHost(lab, hostName);
    if (serviceAddress) dropAddress(pid, serviceAddress);
    rmSync(definitionFile(pid, name), { force: true });
  }
}

/** A copy may have been put into another cgroup by whoever moved it. */
async function killStrays(lab, name) {
  const { nonce } = readWorkloadRecord(lab, name) ?? {};
  if (!nonce) return;
  for (const pid of findByEnvironment(nonceVariable, nonce)) process.kill(pid, 'SIGKILL');
  await waitUntil(() => findByEnvironment(nonceVariable, nonce).length === 0, {
    timeoutMs: 5000,
    otherwise: () => `Processes of the workload ${name} do not die.`,
  });
}

/** Neighbours may still know the address at the host that had it before: they must ask again. */
function takeAddress(lab, initPid, address) {
  ipInside(initPid, ['address', 'replace', `${address}/32`, 'dev', 'eth0']);
  for (const { name } of lab.hosts) {
    ipInside(requireHost(lab, name).pid, ['neighbour', 'delete', address, 'dev', 'eth0'], { allowFailure: true });
  }
}

function dropAddress(initPid, address) {
  ipInside(initPid, ['address', 'delete', `${address}/32`, 'dev', 'eth0'], { allowFailure: true });
}

/** By these files the agent of a host lists its workloads. */
function writeDefinition(initPid, { name, argv, serviceAddress }) {
  const file = definitionFile(initPid, name);
  mkdirSync(path.dirname(file), { recursive: true });
  const definition = { name, argv, cgroup: `/workloads/${name}`, serviceAddress };
  writeFileSync(file, `${JSON.stringify(definition, null, 2)}\n`);
}

function definitionFile(initPid, name) {
  return `/proc/${initPid}/root/etc/godwit/workloads.d/${name}.json`;
}

function installLocalScript(initPid) {
  const root = `/proc/${initPid}/root`;
  mkdirSync(path.dirname(`${root}${localScript}`), { recursive: true });
  copyFileSync(`${root}${programsInside}/local-script.sh`, `${root}${localScript}`);
}
