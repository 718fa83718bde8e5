import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../../tools/process/run-command.mjs';
import { inRepository } from '../../tools/workspace/root.mjs';
import { identify, isAlive, killProcess } from './process-identity.mjs';
import { waitUntil } from './wait-until.mjs';

const program = inRepository('apps/server/dist/main.js');

/**
 * The server of an installation, started and killed at will; nothing starts it again but the caller.
 *
 * @param {{ stateDir: string, databaseUrl: string, port: number, agentListen: string[], admin: { email: string, password: string },
 *   web: boolean, env?: Record<string, string> }} options
 */
export function createServerProcess({ stateDir, databaseUrl, port, agentListen, admin, web, env: further = {} }) {
  const home = path.join(stateDir, 'server');
  const logFile = path.join(stateDir, 'server.log');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    GODWIT_LISTEN: '127.0.0.1',
    GODWIT_PUBLIC_URL: `http://localhost:${port}`,
    GODWIT_AGENT_LISTEN: agentListen.join(','),
    GODWIT_STATE_DIR: home,
    GODWIT_ADMIN_EMAIL: admin.email,
    GODWIT_ADMIN_PASSWORD: admin.password,
    ...(web ? {} : { NO_WEB: '1' }),
    ...further,
  };
  let current = { pid: 0, startTime: undefined };
  return {
    logFile,
    get process() {
      return current;
    },
    async start() {
      current = launch(env, logFile);
      await waitUntil(() => isReady(port, current, logFile), { timeoutMs: 60_000, what: 'The server getting ready' });
    },
    kill: () => killProcess(current),
    async stop() {
      if (!isAlive(current)) return;
      process.kill(current.pid, 'SIGTERM');
      await waitUntil(() => !isAlive(current), { timeoutMs: 15_000, what: 'The end of the server' }).catch(() =>
        killProcess(current),
      );
    },
    /** Runs one of the server's own subcommands and gives the last line it prints. */
    async command(...argv) {
      const result = await runCommand([process.execPath, program, ...argv], {
        env,
        cwd: '/',
        capture: true,
        deadlineMs: 60_000,
      });
      if (result.code !== 0) throw new Error(`The server's command ${argv[0]} failed: ${result.output.slice(-2000)}`);
      return result.output.trim().split('\n').at(-1);
    },
  };
}

function launch(env, logFile) {
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, [program], { env, cwd: '/', stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  child.unref();
  return identify(child.pid);
}

async function isReady(port, started, logFile) {
  if (!isAlive(started)) throw new Error(`it ended: ${readFileSync(logFile, 'utf8').slice(-1500)}`);
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2000) });
  return answer.ok;
}
