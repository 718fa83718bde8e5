/**
 * Moves a container of podman between two lab hosts and back through a whole installation, and says what was seen. Needs podman on
 * this machine, or unpacked in a folder that `--podman` names; the tests need neither. See docs/containers.md.
 */
import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findCriu } from '../../tools/criu/find-criu.mjs';
import { execOn } from '../../tools/lab/index.mjs';
import { startInstallation } from '../harness/start-installation.mjs';
import { waitUntil } from '../harness/wait-until.mjs';
import { startMove, waitForRun } from '../kill/move-workload.mjs';
import { readStates } from '../kill/read-journal.mjs';
import { prepareHost, startCounting } from './podman-scripts.mjs';

const { values } = parseArgs({ options: { set: { type: 'string', default: '190' }, podman: { type: 'string' } } });
const set = Number(values.set);
const name = `trial-${randomUUID().slice(0, 8)}`;

const criu = await findCriu();
if (!criu.found) throw new Error(criu.reason);
const installation = await startInstallation({ name: 'podman', criuPath: criu.path, labSet: set });
const { stateDir, sharedDir } = installation.lab;

const on = async (host, ...argv) => {
  const { code, stdout, stderr } = await execOn(set, host, argv, { stateDir });
  if (code !== 0) throw new Error(`${argv.join(' ').slice(0, 200)} on ${host} ended with ${code}: ${stderr.trim()}`);
  return stdout.trim();
};
const numbers = () => {
  const lines = readFileSync(path.join(sharedDir, 'containers', name, 'numbers'), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => Number(line.split(' ')[1]));
};
const progress = async () => {
  const before = numbers().length;
  await waitUntil(() => numbers().length > before + 3, { timeoutMs: 30_000, what: 'more numbers' });
};
const listed = (host) =>
  on(host, 'podman', 'ps', '--all', '--format', '{{.Names}} {{.State}}', '--filter', `name=${name}`);

/** SIGKILL, as soon as the journal of the source says that it is held. */
const killHold = async (runId) => {
  const { runsDir } = installation.agents['lab-a'];
  const isHeld = () => readStates(runsDir, runId).includes('held');
  await waitUntil(isHeld, { timeoutMs: 120_000, everyMs: 2, what: 'a held source' });
  const procs = path.join(installation.lab.hosts[0].cgroupDir, 'godwit/holds', runId, 'cgroup.procs');
  for (const pid of readFileSync(procs, 'utf8').split('\n').filter(Boolean)) process.kill(Number(pid), 'SIGKILL');
};

try {
  if (values.podman) cpSync(values.podman, path.join(sharedDir, 'podman'), { recursive: true, verbatimSymlinks: true });
  for (const host of ['lab-a', 'lab-b']) {
    if (values.podman)
      await on(host, 'sh', '-c', 'cp -a /srv/shared/podman/usr/. /usr/ && cp -a /srv/shared/podman/etc/. /etc/');
    await on(host, 'sh', '-c', prepareHost(name));
  }
  const program = path.resolve(
    import.meta.dirname ?? path.dirname(process.argv[1]),
    '../../tools/lab/workloads/container-counter.py',
  );
  await on('lab-a', 'sh', '-c', startCounting(name, name), program);
  for (const [source, destination] of [
    ['lab-a', 'lab-b'],
    ['lab-b', 'lab-a'],
  ]) {
    const { runId } = await startMove(installation.api, name, source, destination);
    const run = await waitForRun(installation.api, runId, 180_000);
    console.log(`${source} -> ${destination}: ${run.outcome}${run.error ? ` (${run.error.message})` : ''}`);
    if (run.outcome !== 'succeeded') throw new Error(JSON.stringify(run, null, 1).slice(0, 6000));
    await progress();
    console.log(`  podman on ${source}: "${await listed(source)}", on ${destination}: "${await listed(destination)}"`);
    console.log(
      `  podman exec on ${destination}: ${await on(destination, 'podman', 'exec', name, 'cat', '/proc/1/comm')}`,
    );
    console.log(
      `  its own file: ${(await on(destination, 'podman', 'exec', name, 'tail', '-n', '1', '/var/own')).trim()} of ${numbers().length}`,
    );
  }
  const { runId } = await startMove(installation.api, name, 'lab-a', 'lab-b');
  await killHold(runId);
  const given = await waitForRun(installation.api, runId, 180_000);
  await progress();
  console.log(`hold process killed while the source was held: ${given.outcome}`);
  console.log(`  podman on lab-a: "${await listed('lab-a')}", on lab-b: "${await listed('lab-b')}"`);
  const all = numbers();
  const faults = all.filter((number, index) => number !== index + 1);
  console.log(`${all.length} numbers, ${faults.length} of them out of order, doubled or missing`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  for (const host of ['lab-a', 'lab-b'])
    await on(host, 'podman', 'rm', '--force', '--ignore', name).catch(() => undefined);
  await installation.stop();
}
