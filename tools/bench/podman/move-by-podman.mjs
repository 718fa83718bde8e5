import { fileURLToPath } from 'node:url';
import { runCommand } from '../../process/run-command.mjs';

const script = fileURLToPath(new URL('./by-podman.sh', import.meta.url));

/**
 * One move of a container by podman alone.
 *
 * @param {{ source: string, destination: string, workload: string, hosts: { name: string, initPid: number }[], criuPath: string }} move
 * @returns {Promise<{ times: Record<string, number> }>}
 */
export async function moveByPodman({ source, destination, workload, hosts, criuPath }) {
  const init = (name) => String(hosts.find((host) => host.name === name).initPid);
  const argv = ['/bin/sh', script, criuPath, workload, '/var/tmp/bench-podman.tar', init(source), init(destination)];
  const { code, output } = await runCommand(argv, { capture: true, deadlineMs: 180_000 });
  if (code !== 0) throw new Error(`The move by podman failed: ${output}`);
  return { times: JSON.parse(output.trim().split('\n').at(-1)) };
}
