import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../../../e2e/harness/wait-until.mjs';
import { findCopies } from '../../../e2e/judge/find-copies.mjs';
import { readLabHosts } from '../../../e2e/judge/lab-hosts.mjs';
import { execOn, spawnOn } from '../../lab/index.mjs';
import { gapsSince, readGaps } from './read-gaps.mjs';

const name = 'bench-load';
const port = 7020;
const program = fileURLToPath(new URL('./load.py', import.meta.url));
const announcer = fileURLToPath(new URL('../announce.py', import.meta.url));
const client = fileURLToPath(new URL('./client.py', import.meta.url));

/**
 * Starts a workload of a size on lab-a, as the lab starts its own: in a cgroup, with a definition and a nonce. With TCP it
 * has a service address, and a client on lab-c.
 *
 * @param {import('../../lab/lab-layout.mjs').LabLayout} lab
 * @param {{ mib: number, processes: number, tcp: boolean }} size
 * @returns {Promise<Load>} once its memory is filled and its client is connected
 *
 * @typedef {{ name: string, nonce: string, address: string, pid: number, standstills: (from: number) => number[],
 *   answers: (from: number) => number[], end: () => Promise<void> }} Load
 */
export async function startLoad(lab, { mib, processes, tcp }) {
  const [nonce, clientNonce] = [randomUUID(), randomUUID()];
  const address = tcp ? `10.77.${lab.set}.120` : '';
  const files = { load: 'bench-load.gaps', client: 'bench-client.gaps' };
  const outside = (file) => path.join(lab.sharedDir, file);
  for (const file of Object.values(files)) rmSync(outside(file), { force: true });
  await define(lab, { nonce, address });
  const where = address ? [address, String(port)] : [];
  const argv = ['/usr/bin/python3', program, `/srv/shared/${files.load}`, String(mib), String(processes), ...where];
  await spawn(lab, 'lab-a', argv, nonce);
  await waitUntil(() => readGaps(outside(files.load)).length > 0, { timeoutMs: 120_000, what: 'Filling the memory' });
  if (tcp) {
    await spawn(lab, 'lab-c', ['/usr/bin/python3', client, `/srv/shared/${files.client}`, ...where], clientNonce);
    await waitUntil(() => readGaps(outside(files.client)).length > 0, { timeoutMs: 30_000, what: 'The client' });
  }
  const hosts = readLabHosts(lab.dir);
  const [{ pid }] = findCopies(nonce, hosts);
  return {
    name,
    nonce,
    address,
    pid,
    standstills: (from) => gapsSince(outside(files.load), from),
    answers: (from) => gapsSince(outside(files.client), from),
    end: () => endLoad([clientNonce, nonce], hosts),
  };
}

async function define(lab, { nonce, address }) {
  const ends = readLabHosts(lab.dir).filter((one) => one.name !== 'lab-c');
  for (const { root } of ends) mkdirSync(`${root}/etc/godwit/workloads.d`, { recursive: true });
  mkdirSync(path.join(lab.dir, 'workloads'), { recursive: true });
  if (address) await giveAddress(lab, address);
  const definition = { name, cgroup: `/workloads/${name}`, ...(address && { serviceAddress: address }) };
  writeFileSync(`${ends[0].root}/etc/godwit/workloads.d/${name}.json`, JSON.stringify(definition));
  writeFileSync(path.join(lab.dir, 'workloads', `${name}.json`), JSON.stringify({ name, nonce }));
}

/** Back on lab-a, whatever the move before did with it; the neighbours still believe in that. */
async function giveAddress(lab, address) {
  const on = (host, argv) => execOn(lab.set, host, argv, { stdio: 'capture', stateDir: lab.stateDir });
  await on('lab-b', ['ip', 'address', 'delete', `${address}/32`, 'dev', 'eth0']);
  await on('lab-a', ['ip', 'address', 'replace', `${address}/32`, 'dev', 'eth0']);
  await on('lab-a', ['/usr/bin/python3', announcer, 'eth0', address]);
}

const spawn = (lab, host, argv, nonce) =>
  spawnOn(lab.set, host, argv, {
    logFile: '/dev/null',
    cgroup: `/workloads/${host === 'lab-c' ? 'bench-client' : name}`,
    env: { GODWIT_LAB_NONCE: nonce },
    stateDir: lab.stateDir,
  });

/**
 * The client first, and by us. A load that is killed frees its memory before its sockets, and by then its address may be back on
 * lab-a: its client would learn of that end much later, and write it into the file of the next round.
 */
async function endLoad(nonces, hosts) {
  for (const nonce of nonces) {
    const kill = () => {
      const copies = findCopies(nonce, hosts);
      for (const { pid } of copies) killGroup(pid);
      return copies.length === 0;
    };
    await waitUntil(kill, { timeoutMs: 30_000, what: 'The end of the load and its client' });
  }
  for (const { root } of hosts) rmSync(`${root}/etc/godwit/workloads.d/${name}.json`, { force: true });
}

function killGroup(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
