import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Whether an agent can go on with the credential it has: it must be for this server's address and from this very
 * installation. Another database or a new certificate authority knows nothing of it.
 *
 * @param {string} agentStateDir the agent's state directory, as seen from here
 * @param {{ serverUrl: string, installation: string }} expected
 */
export function isEnrolled(agentStateDir, { serverUrl, installation }) {
  try {
    const identity = JSON.parse(readFileSync(path.join(agentStateDir, 'identity.json'), 'utf8'));
    const mark = readFileSync(markFile(agentStateDir), 'utf8');
    return identity.server === serverUrl && mark === installation;
  } catch {
    return false;
  }
}

/** Remembers beside the credential which installation gave it. */
export function markEnrolled(agentStateDir, installation) {
  writeFileSync(markFile(agentStateDir), installation, { mode: 0o600 });
}

/** A name for one database together with one certificate authority; tells nothing about either. */
export function nameInstallation(databaseUrl, serverStateDir) {
  const { ino, birthtimeMs } = statSync(serverStateDir);
  return createHash('sha256').update(`${databaseUrl}\n${ino}\n${birthtimeMs}`).digest('hex');
}

function markFile(agentStateDir) {
  return path.join(agentStateDir, 'installation');
}
