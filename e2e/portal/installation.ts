import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { labLayout } from '../../tools/lab/lab-layout.mjs';
import { identify, isAlive, killProcess } from '../harness/process-identity.mjs';
import { findCopies } from '../judge/find-copies.mjs';
import { readLabHosts, readNonce } from '../judge/lab-hosts.mjs';
import type { findVictim } from '../kill/find-victim.mjs';
import { readAccess } from './portal-access.ts';

interface Recorded {
  owner: { pid: number };
  children: { pid: number }[];
}

const wordsOf = (pid: number): string[] => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  } catch {
    return [];
  }
};

/** What the running `up` has written down about its programs. */
const readRecord = (): Recorded =>
  JSON.parse(readFileSync(path.join(readAccess().stateDir, 'up.json'), 'utf8')) as Recorded;

const findChild = (what: string, fits: (words: string[]) => boolean) => {
  const child = readRecord().children.find(({ pid }) => fits(wordsOf(pid)));
  if (!child) throw new Error(`${what} is not among the programs that run.`);
  return identify(child.pid);
};

export const findPortal = () =>
  findChild('The portal', (words) => words.some((word) => /server\/dist\/main\.js$/.test(word)));

/**
 * Ends the portal at once, does something, and lets it be started again: whoever supervises it must not do so before.
 */
export const withoutPortal = async (work: () => Promise<void>): Promise<void> => {
  const supervisor = readRecord().owner.pid;
  const portal = findPortal();
  process.kill(supervisor, 'SIGSTOP');
  try {
    if (!killProcess(portal)) throw new Error('The portal was dead already.');
    while (isAlive(portal)) await sleep(20);
    await work();
  } finally {
    process.kill(supervisor, 'SIGCONT');
  }
};

/** A run between two lab hosts as the kill tests know it, so that their faults can be used here. */
export const runOnLab = (runId: string, source: string, destination: string) => {
  const { stateDir, labSet } = readAccess();
  const lab = labLayout(labSet, stateDir);
  const agents = Object.fromEntries(
    lab.hosts.map(({ name, diskDir }) => [name, { runsDir: path.join(diskDir, 'state/agent/runs') }]),
  );
  // Only CRIU and journals are asked for here, never the processes of server and agents.
  const installation = { agents } as unknown as Parameters<typeof findVictim>[1]['installation'];
  return { installation, source, destination, runId, hosts: readLabHosts(lab.dir) };
};

/** The copies of a sample workload that run, with their hosts; frozen and stopped ones do not count. */
export const copiesThatRun = (name: string) => {
  const { stateDir, labSet } = readAccess();
  const { dir } = labLayout(labSet, stateDir);
  return findCopies(readNonce(dir, name), readLabHosts(dir)).filter(({ state }) => state === 'running');
};
