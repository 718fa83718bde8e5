import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { execOn, spawnOn } from '../../tools/lab/index.mjs';
import { inRepository } from '../../tools/workspace/root.mjs';
import { isAlive, killProcess } from './process-identity.mjs';
import { waitUntil } from './wait-until.mjs';

const program = [process.execPath, inRepository('apps/agent/dist/agent.js')];

/**
 * The agent of one lab host, started and killed at will.
 *
 * @param {{ set: number, labStateDir: string, host: { name: string, address: string, diskDir: string, cgroupDir: string },
 *   serverUrl: string, criuPath: string, name: string, env?: Record<string, string> }} options `name` keeps the folders of two
 *   installations apart
 */
export function createAgentProcess({ set, labStateDir, host, serverUrl, criuPath, name, env: further = {} }) {
  // Inside a lab host the machine's state directory is the host's own disk.
  const stateDir = path.join(labStateDir, name);
  const outside = path.join(host.diskDir, 'state', name);
  const inLab = { stateDir: labStateDir };
  // A host that is probed in the background would only slow these tests down.
  const env = { GODWIT_CRIU: criuPath, GODWIT_LOG_LEVEL: 'debug', GODWIT_AGENT_PROBES: 'off', ...further };
  let current = { pid: 0, startTime: undefined };
  const agent = {
    host: host.name,
    address: host.address,
    stateDir,
    /** The agent's state directory as seen from here. */
    outside,
    runsDir: path.join(outside, 'runs'),
    cgroupDir: path.join(host.cgroupDir, 'agent'),
    get process() {
      return current;
    },
    async join(token, fingerprint) {
      mkdirSync(outside, { recursive: true, mode: 0o700 });
      const options = ['--server', serverUrl, '--token', token, '--fingerprint', fingerprint];
      const argv = [...program, 'join', ...options, '--state-dir', stateDir, '--name', host.name];
      const { code, stderr } = await execOn(set, host.name, argv, { ...inLab, env, deadlineMs: 60_000 });
      if (code !== 0) throw new Error(`The agent of ${host.name} could not join: ${stderr}`);
    },
    async start() {
      const argv = [...program, 'run', '--state-dir', stateDir, '--address', host.address];
      const options = { ...inLab, env, cgroup: '/agent', logFile: path.join(stateDir, 'agent.log') };
      const { pid, startTime } = await spawnOn(set, host.name, argv, options);
      current = { pid, startTime };
    },
    kill: () => killProcess(current),
    async stop() {
      if (!isAlive(current)) return;
      process.kill(current.pid, 'SIGTERM');
      const ended = waitUntil(() => !isAlive(current), {
        timeoutMs: 10_000,
        what: `The end of the agent of ${host.name}`,
      });
      await ended.catch(() => killProcess(current));
    },
  };
  return agent;
}
