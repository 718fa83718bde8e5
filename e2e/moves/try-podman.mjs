/**
 * Rehearses and moves a container of podman between two lab hosts and back through a whole installation, kills what takes part, and says
 * what was seen. Needs podman on this machine, or unpacked in a folder that `--podman` names; the tests need neither. See docs/containers.md.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findCriu } from '../../tools/criu/find-criu.mjs';
import { startInstallation } from '../harness/start-installation.mjs';
import { waitUntil } from '../harness/wait-until.mjs';
import { startMove, waitForRun } from '../kill/move-workload.mjs';
import { readStates } from '../kill/read-journal.mjs';
import { startTrial } from './podman-trial.mjs';
import { rehearse, rehearseUnderFire } from './rehearse-podman.mjs';

const { values } = parseArgs({ options: { set: { type: 'string', default: '190' }, podman: { type: 'string' } } });
const name = `trial-${randomUUID().slice(0, 8)}`;
const criu = await findCriu();
if (!criu.found) throw new Error(criu.reason);
const installation = await startInstallation({ name: 'podman', criuPath: criu.path, labSet: Number(values.set) });
const { api } = installation;
let trial;

async function rehearseAndSay(source, destination) {
  const { outcome, error, times } = await rehearse(trial, { source, destination });
  console.log(`${source} -> ${destination} rehearsed: ${outcome}${error ? ` (${error.message})` : ''}`);
  if (outcome !== 'succeeded') throw new Error(JSON.stringify({ outcome, error }));
  console.log(`  stood still for ${Math.round((times?.frozenUs ?? 0) / 1000)} ms; podman saw nothing`);
}

async function moveAndSay(source, destination) {
  const { listed, on, numbers } = trial;
  // podman keeps it in a file system of its own, which is in no image of CRIU.
  await on(source, 'podman', 'exec', name, 'sh', '-c', `echo from ${source} > /dev/shm/kept`);
  const { runId } = await startMove(api, name, source, destination);
  const run = await waitForRun(api, runId, 180_000);
  console.log(`${source} -> ${destination}: ${run.outcome}${run.error ? ` (${run.error.message})` : ''}`);
  if (run.outcome !== 'succeeded') throw new Error(JSON.stringify(run, null, 1).slice(0, 6000));
  await trial.progress();
  console.log(`  podman on ${source}: "${await listed(source)}", on ${destination}: "${await listed(destination)}"`);
  const inside = (...argv) => on(destination, 'podman', 'exec', name, ...argv);
  console.log(`  podman exec on ${destination}: ${await inside('cat', '/proc/1/comm')}`);
  console.log(`  its own file: ${await inside('tail', '-n', '1', '/var/own')} of ${numbers().length}`);
  console.log(`  in its /dev/shm: ${await inside('cat', '/dev/shm/kept')}`);
}

/** SIGKILL, as soon as the journal of the source says that it is held. */
async function killHold(runId) {
  const { runsDir } = installation.agents['lab-a'];
  const isHeld = () => readStates(runsDir, runId).includes('held');
  await waitUntil(isHeld, { timeoutMs: 120_000, everyMs: 2, what: 'a held source' });
  const procs = path.join(installation.lab.hosts[0].cgroupDir, 'godwit/holds', runId, 'cgroup.procs');
  for (const pid of readFileSync(procs, 'utf8').split('\n').filter(Boolean)) process.kill(Number(pid), 'SIGKILL');
}

try {
  trial = await startTrial(installation, { name, folder: values.podman });
  await rehearseUnderFire(trial, { source: 'lab-a', destination: 'lab-b' });
  for (const [source, destination] of [
    ['lab-a', 'lab-b'],
    ['lab-b', 'lab-a'],
  ]) {
    await rehearseAndSay(source, destination);
    await moveAndSay(source, destination);
  }
  const { runId } = await startMove(api, name, 'lab-a', 'lab-b');
  await killHold(runId);
  const given = await waitForRun(api, runId, 180_000);
  await trial.progress();
  console.log(`hold process killed while the source was held: ${given.outcome}`);
  console.log(`  podman on lab-a: "${await trial.listed('lab-a')}", on lab-b: "${await trial.listed('lab-b')}"`);
  const faults = trial.faults();
  console.log(`${trial.numbers().length} numbers, ${faults} of them out of order, doubled or missing`);
  process.exitCode = faults === 0 ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await trial?.remove();
  await installation.stop();
}
