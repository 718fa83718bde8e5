import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { labLayout } from '../../tools/lab/lab-layout.mjs';
import { prepareHost, startCounting } from '../moves/podman-scripts.mjs';
import { readerOf } from './attached-clients.ts';
import { runOn } from './lab-commands.ts';
import type { LabContainer } from './lab-container.ts';
import { readAccess } from './portal-access.ts';

const hosts = ['lab-a', 'lab-b'];
const program = path.join(import.meta.dirname, '../../tools/lab/workloads/container-counter.py');

/** Lays podman out on the hosts of the lab, from the folder it was unpacked into; an empty name means that the machine has it. */
const layOut = async (name: string): Promise<void> => {
  const { stateDir, labSet } = readAccess();
  const folder = process.env.GODWIT_E2E_PODMAN;
  const { sharedDir } = labLayout(labSet, stateDir);
  if (folder) cpSync(folder, path.join(sharedDir, 'podman'), { recursive: true, verbatimSymlinks: true });
  for (const host of hosts) {
    if (folder)
      await runOn(
        host,
        '/bin/sh',
        '-c',
        'cp -a /srv/shared/podman/usr/. /usr/ && cp -a /srv/shared/podman/etc/. /etc/',
      );
    await runOn(host, '/bin/sh', '-c', prepareHost(name));
  }
};

/** Starts a container of podman on lab-a that counts into a file on shared storage. */
export const startPodman = async (name: string): Promise<LabContainer> => {
  const { stateDir, labSet } = readAccess();
  const nonce = randomUUID();
  await layOut(name);
  await runOn('lab-a', '/bin/sh', '-c', startCounting(name, nonce), program);
  const runsOn = async (host: string) => {
    const listed = await runOn(host, 'podman', 'ps', '--format', '{{.Names}}', '--filter', `name=${name}`);
    return listed.trim() === name ? [host] : [];
  };
  return {
    attached: readerOf(path.join(labLayout(labSet, stateDir).sharedDir, 'containers', name, 'numbers'), nonce),
    places: async () => (await Promise.all(hosts.map(runsOn))).flat(),
    remove: async () => {
      for (const host of hosts) await runOn(host, 'podman', 'rm', '--force', '--ignore', name);
    },
  };
};
