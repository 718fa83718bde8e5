import { closeSync, mkdirSync, openSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from '../process/run-command.mjs';
import { spawnService } from '../process/spawn-service.mjs';
import { identifyProcess } from './instance-record.mjs';

/**
 * Where an agent runs and how programs are started there.
 *
 * @typedef {{ name: string, serverUrl: string, address: string, stateDir: string, stateDirOutside: string,
 *   run: (argv: string[], env: Record<string, string>) => Promise<{ code: number, output: string }>,
 *   start: (argv: string[], env: Record<string, string>) => Promise<import('./instance-record.mjs').RecordedProcess> }} AgentPlace
 *   `stateDir` is the agent's state directory as the agent sees it, `stateDirOutside` as we see it
 */

/** This machine first, then the hosts of the lab. @returns {Promise<AgentPlace[]>} */
export async function listPlaces({ settings, folders, lab }) {
  const { agentPort, stateDir } = settings;
  const here = { serverUrl: `https://127.0.0.1:${agentPort}`, address: lab?.bridgeAddress ?? '127.0.0.1' };
  const places = [machinePlace({ name: hostName(), ...here, folders })];
  for (const host of lab?.hosts ?? []) {
    const serverUrl = `https://${lab.bridgeAddress}:${agentPort}`;
    places.push(await labPlace({ set: lab.set, host, labStateDir: stateDir, serverUrl }));
  }
  return places;
}

// Host names are small letters, digits, dots and hyphens in the portal.
function hostName() {
  const name = os
    .hostname()
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-');
  return name.replace(/^[^a-z0-9]+/, '').slice(0, 63) || 'this-machine';
}

function machinePlace({ name, serverUrl, address, folders }) {
  return {
    name,
    serverUrl,
    address,
    stateDir: folders.agent,
    stateDirOutside: folders.agent,
    run: (argv, env) => runCommand(argv, { env: agentEnvironment(env), capture: true, deadlineMs: 60_000 }),
    async start(argv, env) {
      const log = openSync(path.join(folders.logs, 'agent.log'), 'a', 0o600);
      const child = spawnService(argv, { env: agentEnvironment(env), cwd: '/', stdio: ['ignore', log, log] });
      closeSync(log);
      return requireStarted(child);
    },
  };
}

async function labPlace({ set, host, labStateDir, serverUrl }) {
  const { execOn, spawnOn } = await import('../lab/enter-host.mjs');
  const stateDir = path.join(labStateDir, 'agent');
  const inLab = { stateDir: labStateDir };
  return {
    name: host.name,
    serverUrl,
    address: host.address,
    stateDir,
    stateDirOutside: path.join(host.diskDir, 'state/agent'),
    async run(argv, env) {
      mkdirSync(path.join(host.diskDir, 'state/agent'), { recursive: true, mode: 0o700 });
      const result = await execOn(set, host.name, argv, { ...inLab, env, deadlineMs: 60_000 });
      return { code: result.code, output: `${result.stdout}${result.stderr}` };
    },
    async start(argv, env) {
      const options = { ...inLab, env, cgroup: '/agent', logFile: path.join(labStateDir, 'agent.log') };
      const { pid } = await spawnOn(set, host.name, argv, options);
      return identifyProcess(pid);
    },
  };
}

// An agent has no business with what the portal needs to know.
function agentEnvironment(env) {
  const entries = Object.entries({ ...process.env, ...env });
  return Object.fromEntries(entries.filter(([name]) => name !== 'DATABASE_URL' && !name.startsWith('GODWIT_ADMIN_')));
}

function requireStarted(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(identifyProcess(child.pid)));
  });
}
