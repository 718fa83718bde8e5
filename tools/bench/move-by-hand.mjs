import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../process/run-command.mjs';

const script = fileURLToPath(new URL('./by-hand.sh', import.meta.url));

/**
 * One move by the script, as a careful person would write it.
 *
 * @param {{ lab: import('../lab/lab-layout.mjs').LabLayout }} installation
 * @param {{ source: string, destination: string, pid: number, hosts: { name: string, initPid: number }[], address: string,
 *   criuPath: string }} move `pid` as seen on the machine; `address` empty where nothing has to move along
 * @returns {Promise<{ times: Record<string, number> }>}
 */
export async function moveByHand({ lab }, { source, destination, pid, hosts, address, criuPath }) {
  const init = (name) => String(hosts.find((host) => host.name === name).initPid);
  const insidePid = /^NSpid:.*?(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1];
  const images = path.join(lab.stateDir, 'bench-by-hand');
  const server = lab.hosts.find(({ name }) => name === destination).address;
  const argv = ['/bin/sh', script, criuPath, insidePid, images, address, server, init(source), init(destination)];
  const { code, output } = await runCommand(argv, { capture: true, deadlineMs: 60_000 });
  for (const host of lab.hosts)
    rmSync(path.join(host.diskDir, 'state/bench-by-hand'), { recursive: true, force: true });
  if (code !== 0) throw new Error(`The move by hand failed: ${output}`);
  const { totalMs, ...parts } = JSON.parse(output.trim().split('\n').at(-1));
  return { times: { totalMs, ...parts } };
}
