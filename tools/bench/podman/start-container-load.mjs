import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { waitUntil } from '../../../e2e/harness/wait-until.mjs';
import { gapsSince, readGaps } from '../moves/read-gaps.mjs';
import { image, onHost, scriptAt } from './prepare-podman.mjs';

/**
 * The same load as a process, in a container of podman on lab-a.
 *
 * @param {import('../../lab/lab-layout.mjs').LabLayout} lab
 * @param {{ mib: number, processes: number }} size
 * @returns {Promise<import('../moves/start-load.mjs').Load>} once its memory is filled
 */
export async function startContainerLoad(lab, { mib, processes }) {
  const name = `bench-${randomUUID().slice(0, 8)}`;
  const nonce = randomUUID();
  const folder = path.join(lab.sharedDir, 'containers', name);
  mkdirSync(folder, { recursive: true });
  const gaps = path.join(folder, 'gaps');
  const end = async () => {
    for (const host of ['lab-a', 'lab-b']) await onHost(lab, host, ['podman', 'rm', '--force', '--ignore', name]);
  };
  try {
    await onHost(lab, 'lab-a', [
      'sh',
      scriptAt('start-container-load'),
      name,
      nonce,
      String(mib),
      String(processes),
      image,
    ]);
    await waitUntil(() => readGaps(gaps).length > 0, { timeoutMs: 120_000, what: 'Filling the memory' });
  } catch (error) {
    await end();
    throw error;
  }
  return { name, nonce, address: '', pid: 0, standstills: (from) => gapsSince(gaps, from), answers: () => [], end };
}

/** Throws unless the container runs on a host, and on that one only. */
export async function requireContainerOn(lab, name, host) {
  const list = ['podman', 'ps', '--format', '{{.Names}}', '--filter', `name=${name}`];
  for (const one of ['lab-a', 'lab-b']) {
    const runs = (await onHost(lab, one, list)) !== '';
    if (runs !== (one === host)) throw new Error(`The container ${name} ${runs ? 'runs' : 'does not run'} on ${one}.`);
  }
}
