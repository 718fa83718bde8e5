import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '../process/run-command.mjs';
import { spawnService } from '../process/spawn-service.mjs';
import { inRepository } from '../workspace/root.mjs';
import { identifyProcess } from './instance-record.mjs';
import { keepRunning } from './keep-running.mjs';
import { serviceCommand } from './service-command.mjs';
import { stopRecorded } from './stop-process.mjs';

const readyDeadlineMs = 90_000;
const commandDeadlineMs = 60_000;
const script = 'apps/server/dist/main.js';

/**
 * Starts the portal, waits until it says that it is ready, and keeps it running.
 *
 * @param {{ settings: ReturnType<typeof import('./settings.mjs').readSettings>, folders: { server: string, logs: string,
 *   mounts: string }, user?: object, databaseUrl: string, agentListen: string[], note: (line: string) => void,
 *   onStart: () => void }} options
 * @returns {Promise<{ stop: () => Promise<void>, current: () => object, command: (...argv: string[]) => Promise<string> }>} `command` runs one
 *   of the portal's own subcommands and gives what it prints
 */
export async function startPortal(options) {
  const { folders, user, note, onStart } = options;
  const { argv, user: identity } = serviceCommand({ user, mountsDir: folders.mounts, script });
  const env = portalEnvironment(options);
  const start = async () => {
    const started = await startOnce({ argv, identity, env, ...options });
    setImmediate(onStart);
    return started;
  };
  const { stop, current } = await keepRunning({ name: 'The portal', start, note });
  return { stop, current, command: (...rest) => runSubcommand([...argv, ...rest], env, identity) };
}

async function startOnce({ argv, identity, env, settings, folders }) {
  const logFile = path.join(folders.logs, 'portal.log');
  const log = openSync(logFile, 'a', 0o600);
  const child = spawnService(argv, { user: identity, env, cwd: '/', stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  const started = identifyProcess(child.pid);
  try {
    await waitUntilReady({ settings, ended, logFile });
  } catch (error) {
    await stopRecorded(started);
    throw error;
  }
  return started;
}

function portalEnvironment({ settings, folders, databaseUrl, agentListen }) {
  return {
    ...process.env,
    HOME: folders.server,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    PORT: String(settings.port),
    GODWIT_LISTEN: settings.listen,
    GODWIT_PUBLIC_URL: settings.publicUrl,
    GODWIT_AGENT_LISTEN: agentListen.join(','),
    GODWIT_STATE_DIR: folders.server,
    GODWIT_AGENT_COMMAND: `node ${inRepository('apps/agent/dist/agent.js')}`,
  };
}

async function waitUntilReady({ settings, ended, logFile }) {
  const address = settings.listen === '0.0.0.0' || settings.listen === '::' ? '127.0.0.1' : settings.listen;
  let end;
  ended.then((how) => {
    end = how;
  });
  const deadline = Date.now() + readyDeadlineMs;
  while (!end && Date.now() < deadline) {
    if (await isReady(`http://${address.includes(':') ? `[${address}]` : address}:${settings.port}/healthz`)) return;
    await sleep(100);
  }
  throw new Error(
    `The portal ${end ? `ended (${end})` : 'did not get ready in time'}. The end of ${logFile}:\n${tail(logFile)}`,
  );
}

async function isReady(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

async function runSubcommand(argv, env, identity) {
  const options = {
    env,
    cwd: '/',
    capture: true,
    deadlineMs: commandDeadlineMs,
    uid: identity?.uid,
    gid: identity?.gid,
  };
  const result = await runCommand(argv, options);
  if (result.code === 0) return result.output.trim();
  throw new Error(`The portal's command ${argv.at(-1)} failed:\n${result.output.slice(-2000)}`);
}

function tail(file) {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-25).join('\n');
}
