import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execOn, nonceVariable, spawnOn } from '../../tools/lab/index.mjs';
import { hasEnvironment, listNumbers } from '../judge/read-proc.mjs';

const name = 'process-tree';
const port = 7010;
const inRepository = (file) => fileURLToPath(new URL(file, import.meta.url));
const program = inRepository('../moves/process-tree.py');
const client = inRepository('./tree-client.py');

/** A tree of ten processes, started as the lab starts its own workloads, and its client on the third host. */
export async function startTree(lab, hosts) {
  await stopTree(lab, hosts);
  const address = treeAddress(lab);
  const inside = (host, argv) => execOn(lab.set, host, argv, { stateDir: lab.stateDir });
  for (const { name: host } of hosts) await inside(host, ['ip', 'address', 'delete', `${address}/32`, 'dev', 'eth0']);
  await inside('lab-a', ['ip', 'address', 'replace', `${address}/32`, 'dev', 'eth0']);
  for (const { name: host } of hosts) await inside(host, ['ip', 'neighbour', 'delete', address, 'dev', 'eth0']);
  const nonce = randomUUID();
  writeFileSync(recordFile(lab), JSON.stringify({ name, nonce }));
  const root = hosts.find((host) => host.name === 'lab-a').root;
  mkdirSync(`${root}/etc/godwit/workloads.d`, { recursive: true });
  const definition = { name, cgroup: `/workloads/${name}`, serviceAddress: address };
  writeFileSync(`${root}/etc/godwit/workloads.d/${name}.json`, JSON.stringify(definition));
  const options = { stateDir: lab.stateDir, env: { [nonceVariable]: nonce } };
  await spawnOn(lab.set, 'lab-a', ['/usr/bin/python3', program, address, String(port)], {
    ...options,
    logFile: '/dev/null',
    cgroup: `/workloads/${name}`,
  });
  await spawnOn(lab.set, 'lab-c', ['/usr/bin/python3', client, address, String(port), '/var/log/tree-client.jsonl'], {
    ...options,
    env: { [nonceVariable]: clientNonce(nonce) },
    logFile: '/var/log/tree-client.log',
    cgroup: '/workloads/tree-client',
  });
}

export async function stopTree(lab, hosts) {
  if (!existsSync(recordFile(lab))) return;
  const { nonce } = JSON.parse(readFileSync(recordFile(lab), 'utf8'));
  const entries = [nonce, clientNonce(nonce)].map((one) => `${nonceVariable}=${one}`);
  for (const pid of listNumbers('/proc')) if (entries.some((entry) => hasEnvironment(pid, entry))) kill(pid);
  for (const { root } of hosts) rmSync(`${root}/etc/godwit/workloads.d/${name}.json`, { force: true });
  rmSync(recordFile(lab));
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

const clientNonce = (nonce) => `client-${nonce}`;
const treeAddress = (lab) => `10.77.${lab.set}.110`;
const recordFile = (lab) => path.join(lab.dir, 'workloads', `${name}.json`);
