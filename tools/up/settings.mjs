import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const defaultPort = 4747;

/**
 * What the caller wants, from the command line and the environment.
 *
 * @param {string[]} argv
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ lab: boolean, port: number, agentPort: number, listen: string, publicUrl: string, stateDir: string,
 *   databaseUrl: string | undefined, labSet: number, agentListen: string | undefined }}
 * @throws {Error} with a sentence for the user when a value makes no sense
 */
export function readSettings(argv, env, isRoot = process.getuid?.() === 0) {
  const { values } = parseArgs({
    args: argv,
    options: { lab: { type: 'boolean', default: true } },
    allowNegative: true,
  });
  const port = readPort('PORT', env.PORT, defaultPort);
  const listen = env.GODWIT_LISTEN || '127.0.0.1';
  return {
    lab: values.lab,
    port,
    agentPort: readPort('GODWIT_AGENT_PORT', env.GODWIT_AGENT_PORT, port + 1),
    listen,
    publicUrl: env.GODWIT_PUBLIC_URL || `http://localhost:${port}`,
    stateDir: path.resolve(env.GODWIT_STATE_DIR || defaultStateDir(isRoot)),
    databaseUrl: env.DATABASE_URL || undefined,
    labSet: Number(env.GODWIT_LAB_SET || 0),
    agentListen: env.GODWIT_AGENT_LISTEN || undefined,
  };
}

function readPort(name, text, otherwise) {
  if (!text) return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_535) return port;
  throw new Error(`${name}=${text} is not a port. Use a number from 1 to 65534.`);
}

function defaultStateDir(isRoot) {
  return isRoot ? '/var/lib/godwit' : path.join(os.homedir(), '.local/state/godwit');
}
