import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { labLayout } from '../../tools/lab/lab-layout.mjs';
import { layOutPodman } from '../../tools/lab/podman/lay-out-podman.mjs';
import { startCounting } from '../moves/podman-scripts.mjs';
import { readerOf } from './attached-clients.ts';
import { runOn } from './lab-commands.ts';
import type { LabContainer } from './lab-container.ts';
import { readAccess } from './portal-access.ts';

const hosts = ['lab-a', 'lab-b'];
const program = path.join(import.meta.dirname, '../../tools/lab/workloads/container-counter.py');

/** Starts a container of podman on lab-a that counts into a file on shared storage. */
export const startPodman = async (name: string): Promise<LabContainer> => {
  const { stateDir, labSet } = readAccess();
  const nonce = randomUUID();
  const layout = labLayout(labSet, stateDir);
  // An empty name means that the machine has it.
  if (!(await layOutPodman(layout, { hosts, folder: process.env.GODWIT_E2E_PODMAN })))
    throw new Error('There is no podman on this machine: name the folder it is unpacked in.');
  await runOn('lab-a', '/bin/sh', '-c', startCounting(name, nonce), program);
  const runsOn = async (host: string) => {
    const listed = await runOn(host, 'podman', 'ps', '--format', '{{.Names}}', '--filter', `name=${name}`);
    return listed.trim() === name ? [host] : [];
  };
  return {
    attached: readerOf(path.join(layout.sharedDir, 'containers', name, 'numbers'), nonce),
    places: async () => (await Promise.all(hosts.map(runsOn))).flat(),
    remove: async () => {
      for (const host of hosts) await runOn(host, 'podman', 'rm', '--force', '--ignore', name);
    },
  };
};
