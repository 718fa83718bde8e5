import { cpSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareHost } from '../../../e2e/moves/podman-scripts.mjs';
import { execOn } from '../../lab/index.mjs';

/** Said in the table where podman is missing. */
export const howToInstall =
  'podman is not on this machine, so nothing was compared with it: apt-get install --no-install-recommends podman, or unpack it into a folder that --podman names (docs/containers.md)';

const ends = ['lab-a', 'lab-b'];
const program = fileURLToPath(new URL('../moves/load.py', import.meta.url));
export const image = 'bench-load:1';

/** Where a script of this folder lies, which a lab host sees at the same place. */
export const scriptAt = (name) => fileURLToPath(new URL(`./${name}.sh`, import.meta.url));

/**
 * Makes podman ready on both ends.
 *
 * @param {import('../../lab/lab-layout.mjs').LabLayout} lab
 * @param {string | undefined} folder where podman is unpacked, when the machine has none
 * @returns {Promise<boolean>} false when there is no podman
 */
export async function preparePodman(lab, folder) {
  if (!folder && !hasPodman()) return false;
  if (folder) cpSync(folder, path.join(lab.sharedDir, 'podman'), { recursive: true, verbatimSymlinks: true });
  const prepare = path.join(lab.sharedDir, 'prepare-podman.sh');
  writeFileSync(prepare, prepareHost('bench'));
  for (const host of ends) {
    if (folder) await onHost(lab, host, ['sh', scriptAt('copy-podman')]);
    await onHost(lab, host, ['sh', '/srv/shared/prepare-podman.sh']);
    await onHost(lab, host, ['sh', scriptAt('lock-by-nftables')]);
  }
  await onHost(lab, 'lab-a', ['sh', scriptAt('make-image'), program, image]);
  await onHost(lab, 'lab-b', ['podman', 'load', '--quiet', '--input', '/srv/shared/bench-image.tar']);
  return true;
}

const hasPodman = () =>
  (process.env.PATH ?? '').split(':').some((dir) => dir !== '' && existsSync(path.join(dir, 'podman')));

/** Runs a program on a lab host that must succeed. @returns {Promise<string>} what it printed */
export async function onHost(lab, host, argv) {
  const { code, stdout, stderr } = await execOn(lab.set, host, argv, { stateDir: lab.stateDir });
  if (code !== 0) throw new Error(`${argv.join(' ').slice(0, 200)} on ${host} ended with ${code}: ${stderr.trim()}`);
  return stdout.trim();
}
