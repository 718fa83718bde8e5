import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nonceVariable, numbersOfContainer, removeContainer, startContainer } from '../../tools/lab/index.mjs';
import { hasEnvironment, listNumbers } from '../judge/read-proc.mjs';
import { followLog } from './traffic.mjs';

export const containerName = 'chaos-box';

/** A container of runc that writes a number fifty times a second; it is started anew on lab-a. */
export async function startBox(lab, hosts, agents) {
  await stopBox(lab, hosts, agents);
  const nonce = randomUUID();
  writeFileSync(recordFile(lab), JSON.stringify({ name: containerName, nonce }));
  await startContainer(lab.set, 'lab-a', { id: containerName, nonce, stateDir: lab.stateDir });
}

/** Ends it wherever it is, and removes what moves laid on the hosts for it. */
export async function stopBox(lab, hosts, agents) {
  if (!existsSync(recordFile(lab))) return;
  killCarriers(lab);
  await removeContainer(lab.set, ['lab-a', 'lab-b'], containerName, lab.stateDir);
  for (const host of hosts) {
    const bundles = path.join(host.root, agents[host.name].stateDir, 'containers');
    for (const bundle of listFolder(bundles)) rmSync(path.join(bundles, bundle), { recursive: true, force: true });
  }
  rmSync(recordFile(lab));
}

/** What of the container is on a host where it does not run; and what its runtime does not know where it does. */
export function findStrayContainers({ hosts, disks, copiesOf }) {
  const places = copiesOf(containerName).map(({ host }) => host);
  return hosts.flatMap((host) => {
    const bundles = listFolder(path.join(disks[host.name].outside, 'containers'));
    const runs = places.includes(host.name);
    const found = [];
    if (runs && !isListed(host)) found.push(`${host.name}: runc does not know the container that runs there`);
    if (!runs && isListed(host)) found.push(`${host.name}: runc still knows the container, which does not run there`);
    if (bundles.length > (runs ? 1 : 0)) found.push(`${host.name}: bundles of the container: ${bundles.join(', ')}`);
    return found;
  });
}

const isListed = ({ root }) => existsSync(`${root}/run/runc/${containerName}`);

/** Each number of this start once, without a gap and in order, as it stands in the directory that the hosts share. */
export function judgeBox(lab, nonceOf) {
  let [nonce, added, last] = [undefined, () => [], undefined];
  return () => {
    if (nonceOf(containerName) !== nonce) {
      nonce = nonceOf(containerName);
      [added, last] = [followLog(numbersOfContainer(lab.set, containerName, lab.stateDir)), undefined];
    }
    const complaints = [];
    for (const line of added()) {
      const [own, word] = line.split(' ');
      const number = Number(word);
      if (own !== nonce) complaints.push(`the container's numbers: a line of another start: ${line}`);
      else if (last !== undefined && number !== last + 1)
        complaints.push(`the container's numbers: ${number} came after ${last}`);
      last = number;
    }
    return { progress: last ?? 0, complaints };
  };
}

/** A copy that a fault left behind is none that its runtime would end. */
function killCarriers(lab) {
  const { nonce } = JSON.parse(readFileSync(recordFile(lab), 'utf8'));
  for (const pid of listNumbers('/proc')) {
    if (!hasEnvironment(pid, `${nonceVariable}=${nonce}`)) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

function listFolder(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

const recordFile = (lab) => path.join(lab.dir, 'workloads', `${containerName}.json`);
