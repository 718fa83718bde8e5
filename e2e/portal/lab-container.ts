import { randomUUID } from 'node:crypto';
import { listContainers, numbersOfContainer, removeContainer, startContainer } from '../../tools/lab/index.mjs';
import { type Attached, readerOf } from './attached-clients.ts';
import { readAccess } from './portal-access.ts';

const hosts = ['lab-a', 'lab-b'];

export interface LabContainer {
  attached: Attached;
  /** The hosts on which its runtime says that it runs. */
  places: () => Promise<string[]>;
  remove: () => Promise<void>;
}

/** Starts a container of runc on lab-a that counts into a file on shared storage. */
export const startLabContainer = async (id: string): Promise<LabContainer> => {
  const { stateDir, labSet } = readAccess();
  const nonce = randomUUID();
  await startContainer(labSet, 'lab-a', { id, nonce, stateDir });
  const runsOn = async (host: string) => {
    const listed = await listContainers(labSet, host, stateDir);
    return listed.some((one) => one.id === id && one.status === 'running') ? [host] : [];
  };
  return {
    attached: readerOf(numbersOfContainer(labSet, id, stateDir), nonce),
    places: async () => (await Promise.all(hosts.map(runsOn))).flat(),
    remove: () => removeContainer(labSet, hosts, id, stateDir),
  };
};
