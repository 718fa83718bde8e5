import { fileURLToPath } from 'node:url';
import { execOn } from '../../lab/index.mjs';
import { layOutPodman } from '../../lab/podman/lay-out-podman.mjs';

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
  if (!(await layOutPodman(lab, { hosts: ends, folder }))) return false;
  for (const host of ends) await onHost(lab, host, ['sh', scriptAt('lock-by-nftables')]);
  await onHost(lab, 'lab-a', ['sh', scriptAt('make-image'), program, image]);
  await onHost(lab, 'lab-b', ['podman', 'load', '--quiet', '--input', '/srv/shared/bench-image.tar']);
  return true;
}

/** Runs a program on a lab host that must succeed. @returns {Promise<string>} what it printed */
export async function onHost(lab, host, argv) {
  const { code, stdout, stderr } = await execOn(lab.set, host, argv, { stateDir: lab.stateDir });
  if (code !== 0) throw new Error(`${argv.join(' ').slice(0, 200)} on ${host} ended with ${code}: ${stderr.trim()}`);
  return stdout.trim();
}
