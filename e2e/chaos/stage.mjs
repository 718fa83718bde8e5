import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { execOn } from '../../tools/lab/index.mjs';
import { readInnerPid } from '../../tools/lab/processes.mjs';
import { startInstallation } from '../harness/start-installation.mjs';
import { waitUntil } from '../harness/wait-until.mjs';
import { findCopies } from '../judge/find-copies.mjs';
import { readLabHosts, readNonce } from '../judge/lab-hosts.mjs';
import { readCgroup } from '../judge/read-proc.mjs';
import { containerName, stopBox } from './container-workload.mjs';
import { findLeftovers, takeChaosSnapshot } from './leftovers.mjs';
import { stopTree } from './tree-workload.mjs';
import { listWorkloads } from './workloads.mjs';

const steppedClock = fileURLToPath(new URL('./faults/stepped-clock.cjs', import.meta.url));
const diskBytes = 1 << 30;

/**
 * Everything a run of chaos needs on one lab set: an installation whose agents have a small disk of their own, the workloads with
 * their clients, and what the hosts look like at rest.
 *
 * @param {{ set: number, criuPath: string, labStateDir?: string, name?: string }} options
 */
export async function setStage({ set, criuPath, labStateDir, name = 'chaos' }) {
  const clocks = `/var/tmp/godwit-chaos-clocks-${set}`;
  rmSync(clocks, { recursive: true, force: true });
  mkdirSync(clocks, { recursive: true });
  const clockFile = (program) => path.join(clocks, program);
  const installation = await startInstallation({
    name,
    criuPath,
    labSet: set,
    labStateDir,
    env: (program) => ({ NODE_OPTIONS: `--require=${steppedClock}`, GODWIT_CHAOS_CLOCK: clockFile(program) }),
    beforeJoin: mountDisks,
  });
  const { lab } = installation;
  const hosts = readLabHosts(lab.dir);
  const nonceOf = (workload) => readNonce(lab.dir, workload);
  const workloads = listWorkloads(lab, hosts, nonceOf, installation.agents);
  for (const started of ['process-tree', containerName])
    await workloads.find(({ name: one }) => one === started).start();
  const database = openDatabase(installation.databaseUrl);
  const stage = {
    set,
    installation,
    lab,
    hosts,
    workloads,
    nonceOf,
    database,
    innerPidOf: readInnerPid,
    copiesOf: (workload) => findCopies(nonceOf(workload), hosts).map((copy) => placeByCgroup(copy, lab)),
    disks: Object.fromEntries(Object.values(installation.agents).map((agent) => [agent.host, diskOf(agent, hosts)])),
    clockFiles: clockFilesOf(installation, hosts, clockFile),
    hostAddress: Object.fromEntries(lab.hosts.map((host) => [host.name, host.address])),
    serviceAddresses: [100, 101, 102, 110].map((octet) => `10.77.${set}.${octet}`),
  };
  // What runs writes where the disk is: seen from here, the disk lies inside of the host.
  for (const agent of Object.values(installation.agents))
    agent.runsDir = path.join(stage.disks[agent.host].outside, 'runs');
  await settle(stage);
  return {
    ...stage,
    baseline: await takeQuietSnapshot(stage),
    async end() {
      await database.end().catch(() => undefined);
      await stopTree(lab, hosts);
      await stopBox(lab, hosts, installation.agents);
      await installation.stop();
      rmSync(clocks, { recursive: true, force: true });
    },
  };
}

/** A container has a pid namespace of its own, which is no host's; its cgroup lies below that of its host. */
function placeByCgroup(copy, { set, hosts }) {
  if (hosts.some(({ name }) => name === copy.host)) return copy;
  const cgroup = readCgroup(copy.pid) ?? '';
  const found = hosts.find(({ name }) => cgroup.startsWith(`/godwit-lab-${set}/${name}/`));
  return found ? { ...copy, host: found.name } : copy;
}

/** A file system that can be filled without harm to anybody else. */
async function mountDisks(agents, lab) {
  for (const agent of agents) {
    const inside = async (...argv) => {
      const { code, stderr } = await execOn(lab.set, agent.host, argv, { stateDir: lab.stateDir });
      if (code !== 0) throw new Error(`${argv.join(' ')} on ${agent.host}: ${stderr}`);
    };
    await inside('mkdir', '-p', agent.stateDir);
    await inside('mount', '-t', 'tmpfs', '-o', `size=${diskBytes},mode=0700`, 'chaos', agent.stateDir);
  }
}

function diskOf(agent, hosts) {
  const { root } = hosts.find(({ name }) => name === agent.host);
  return { mounted: agent.stateDir, outside: path.join(root, agent.stateDir) };
}

/** A program inside of a host reads the host's own file of that name. */
function clockFilesOf({ agents }, hosts, clockFile) {
  const file = (set) => ({ set, seen: `${set}.seen` });
  const inHost = ({ host }) => {
    const set = path.join(hosts.find(({ name }) => name === host).root, clockFile(host));
    mkdirSync(path.dirname(set), { recursive: true });
    return [host, file(set)];
  };
  return { server: file(clockFile('server')), ...Object.fromEntries(Object.values(agents).map(inHost)) };
}

/** Questions to a database that may be killed at any moment. */
function openDatabase(url) {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  return {
    query: (text, values) => pool.query(text, values).catch(() => ({ rows: [] })),
    end: () => pool.end(),
  };
}

/** All workloads run and their clients get on; what agents do as they start is over. */
async function settle({ workloads, installation }) {
  const connected = async () =>
    (await installation.api.query('hosts.list')).every(({ status }) => status === 'connected');
  await waitUntil(connected, { timeoutMs: 30_000, what: 'The connection of all agents' });
  for (const { name, judge } of workloads) {
    const { progress } = judge();
    await waitUntil(() => judge().progress > progress, { timeoutMs: 30_000, what: `Traffic of ${name}` });
  }
}

/** Agents ask CRIU and other tools what they can do as they start; what they start for that is no part of the host. */
async function takeQuietSnapshot(stage) {
  let last = takeChaosSnapshot(stage.hosts);
  for (const end = Date.now() + 90_000; Date.now() < end; ) {
    await sleep(2000);
    if (findLeftovers(last, stage.hosts, stage).length === 0) return last;
    last = takeChaosSnapshot(stage.hosts);
  }
  throw new Error('The hosts do not come to rest.');
}
