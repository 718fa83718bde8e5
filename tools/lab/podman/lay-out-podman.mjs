import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execOn } from '../enter-host.mjs';

const script = fileURLToPath(new URL('./lay-out-podman.sh', import.meta.url));
/** The folder podman was unpacked in, as it appears in the shared folder of all hosts. */
const shared = 'podman';

/**
 * Makes podman ready on hosts of a lab that is up.
 *
 * @param {Pick<import('../lab-layout.mjs').LabLayout, 'set' | 'stateDir' | 'sharedDir'>} lab
 * @param {{ hosts: string[], folder?: string | undefined }} options `folder`: where podman is unpacked; left out, or empty, the machine has it
 * @returns {Promise<boolean>} false, and nothing was done, when there is no podman
 */
export async function layOutPodman({ set, stateDir, sharedDir }, { hosts, folder }) {
  if (!folder && !hasPodman()) return false;
  if (folder) cpSync(folder, path.join(sharedDir, shared), { recursive: true, verbatimSymlinks: true });
  const argv = ['sh', script, ...(folder ? [`/srv/shared/${shared}`] : [])];
  for (const host of hosts) {
    const { code, stderr } = await execOn(set, host, argv, { stateDir });
    if (code !== 0) throw new Error(`podman could not be laid out on ${host}: ${stderr.trim()}`);
  }
  return true;
}

const hasPodman = () =>
  (process.env.PATH ?? '').split(':').some((dir) => dir !== '' && existsSync(path.join(dir, 'podman')));
