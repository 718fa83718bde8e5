/**
 * Moves a tree that never stops writing to its memory there and back by pre-copy, driven by the server, and has it check all of its pages
 * itself. It needs a kernel that tracks dirty pages; where the machine's does not, the guest's does (tools/guest). See docs/modes.md.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findCriu } from '../../tools/criu/find-criu.mjs';
import { spawnOn } from '../../tools/lab/index.mjs';
import { startInstallation } from '../harness/start-installation.mjs';
import { waitUntil } from '../harness/wait-until.mjs';
import { findCopies } from '../judge/find-copies.mjs';
import { readLabHosts } from '../judge/lab-hosts.mjs';
import { preflightMovable, startRun, waitForRun } from '../kill/move-workload.mjs';

const { values } = parseArgs({
  options: {
    set: { type: 'string', default: '193' },
    mebibytes: { type: 'string', default: '64' },
    rate: { type: 'string', default: '200' },
    mode: { type: 'string', default: 'pre-copy' },
  },
});
const name = 'written-memory';
const nonce = randomUUID();
const program = path.join(import.meta.dirname ?? path.dirname(process.argv[1]), 'written-memory.py');
const statusFile = `/var/log/${name}.json`;
/** An emulated machine takes its time. */
const patience = { timeoutMs: 240_000 };

const criu = await findCriu();
if (!criu.found) throw new Error(criu.reason);
const installation = await startInstallation({
  name: 'pre-copy',
  criuPath: criu.path,
  labSet: Number(values.set),
  // An emulated machine has no time for more.
  workloads: false,
  only: ['lab-a', 'lab-b'],
});
const { lab, api } = installation;
const hosts = readLabHosts(lab.dir);
const copies = () => findCopies(nonce, hosts);
try {
  await startTree();
  for (const [source, destination] of [
    ['lab-a', 'lab-b'],
    ['lab-b', 'lab-a'],
  ])
    await move(source, destination);
} finally {
  for (const { pid } of copies()) process.kill(pid, 'SIGKILL');
  for (const { root } of hosts) rmSync(`${root}/etc/godwit/workloads.d/${name}.json`, { force: true });
  await installation.stop();
}

async function startTree() {
  const { root } = hosts.find((host) => host.name === 'lab-a');
  mkdirSync(`${root}/etc/godwit/workloads.d`, { recursive: true });
  writeFileSync(`${root}/etc/godwit/workloads.d/${name}.json`, JSON.stringify({ name, cgroup: `/workloads/${name}` }));
  await spawnOn(lab.set, 'lab-a', ['/usr/bin/python3', program, values.mebibytes, values.rate, statusFile], {
    logFile: '/dev/null',
    cgroup: `/workloads/${name}`,
    env: { GODWIT_LAB_NONCE: nonce },
    stateDir: lab.stateDir,
  });
  // Before its first word a signal would end it.
  const status = await hearTree('lab-a', () => {});
  console.log(`${values.mebibytes} MiB are written, ${JSON.stringify(status)}`);
}

async function move(source, destination) {
  const preflight = await preflightMovable(api, name, { source, destination, ...patience });
  const choice = preflight.estimate.modes.choices.find(({ mode }) => mode === values.mode);
  console.log(`${source} to ${destination}, estimated: ${JSON.stringify(choice)}`);
  const { runId } = await startRun(api, preflight, { mode: values.mode, holdSeconds: 300 });
  const run = await waitForRun(api, runId, patience.timeoutMs);
  const { outcome, error, rounds, times } = run;
  console.log(JSON.stringify({ outcome, error, rounds, times }));
  if (outcome !== 'succeeded') {
    console.log(
      run.events
        .flatMap(({ data }) => (data.type === 'log.appended' ? data.lines : []))
        .slice(-40)
        .join('\n'),
    );
    throw new Error(`The move ended as ${outcome}.`);
  }
  const [only, ...others] = copies();
  if (others.length > 0 || only?.host !== destination) throw new Error(`Copies: ${JSON.stringify(copies())}`);
  const status = await askTree(destination);
  console.log(`on ${destination}: ${JSON.stringify(status)}`);
  if (status.wrong !== 0) throw new Error('Pages are not what was written to them.');
}

/** Has the tree look at each of its pages. */
function askTree(host) {
  return hearTree(host, () => process.kill(copies()[0].pid, 'SIGUSR1'));
}

function hearTree(host, ask) {
  const { root } = hosts.find((one) => one.name === host);
  const file = path.join(root, statusFile);
  rmSync(file, { force: true });
  return waitUntil(
    () => {
      ask();
      return JSON.parse(readFileSync(file, 'utf8'));
    },
    { ...patience, what: 'The word of the tree', everyMs: 500 },
  );
}
