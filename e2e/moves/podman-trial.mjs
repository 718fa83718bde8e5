import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execOn } from '../../tools/lab/index.mjs';
import { layOutPodman } from '../../tools/lab/podman/lay-out-podman.mjs';
import { waitUntil } from '../harness/wait-until.mjs';
import { startCounting } from './podman-scripts.mjs';

const ends = ['lab-a', 'lab-b'];
const program = path.resolve(
  import.meta.dirname ?? path.dirname(process.argv[1]),
  '../../tools/lab/workloads/container-counter.py',
);

/**
 * A container of podman on lab-a that counts, and the eyes with which a trial looks at it.
 *
 * @param {import('../harness/start-installation.mjs').Installation} installation
 * @param {{ name: string, folder?: string }} options `folder`: where podman is unpacked on a machine that has none
 */
export async function startTrial(installation, { name, folder }) {
  const { lab } = installation;
  const on = async (host, ...argv) => {
    const { code, stdout, stderr } = await execOn(lab.set, host, argv, { stateDir: lab.stateDir });
    if (code !== 0) throw new Error(`${argv.join(' ').slice(0, 200)} on ${host} ended with ${code}: ${stderr.trim()}`);
    return stdout.trim();
  };
  const numbers = () => {
    const lines = readFileSync(path.join(lab.sharedDir, 'containers', name, 'numbers'), 'utf8')
      .trim()
      .split('\n');
    return lines.map((line) => Number(line.split(' ')[1]));
  };
  /** What podman says there of the container, without since when; empty where it knows none. */
  const listed = async (host) => {
    const filter = ['--filter', `name=${name}`];
    const said = await on(host, 'podman', 'ps', '--all', '--format', '{{.Names}} {{.State}}', ...filter);
    return said.replace(/ Up [^()]+ ago$/, ' running');
  };
  if (!(await layOutPodman(lab, { hosts: ends, folder })))
    throw new Error('There is no podman on this machine: name the folder it is unpacked in with --podman.');
  await on('lab-a', 'sh', '-c', startCounting(name, name), program);
  // Whoever asks podman for the first time has it lay out its folders.
  for (const host of ends) await listed(host);
  return {
    installation,
    name,
    nonce: name,
    on,
    numbers,
    listed,
    /** Numbers that came out of order, twice, or not at all. */
    faults: () => numbers().filter((number, index) => number !== index + 1).length,
    async progress() {
      const before = numbers().length;
      await waitUntil(() => numbers().length > before + 3, { timeoutMs: 30_000, what: 'more numbers' });
    },
    async remove() {
      for (const host of ends) await on(host, 'podman', 'rm', '--force', '--ignore', name).catch(() => undefined);
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof startTrial>>} Trial */
