import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { findClosedFolder } from '../process/service-user.mjs';

/**
 * Makes the state directory with a folder for each part. Each folder belongs to the user of its part and is closed to
 * everybody else.
 *
 * @param {string} stateDir
 * @param {{ uid: number, gid: number } | undefined} user the service user; undefined when everything runs as the caller
 * @returns {{ root: string, postgres: string, server: string, agent: string, logs: string, mounts: string }}
 */
export function prepareStateDirectory(stateDir, user) {
  const folders = Object.fromEntries(
    ['postgres', 'server', 'agent', 'logs', 'mounts'].map((name) => [name, path.join(stateDir, name)]),
  );
  mkdirSync(stateDir, { recursive: true });
  // Others may pass through, to the folder that is theirs, but not look around.
  chmodSync(stateDir, 0o711);
  requireWayIn(stateDir, user);
  for (const folder of Object.values(folders)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, folder === folders.mounts ? 0o711 : 0o700);
  }
  if (user) chownSync(folders.server, user.uid, user.gid);
  return { root: stateDir, ...folders };
}

function requireWayIn(stateDir, user) {
  const closed = findClosedFolder(stateDir, user);
  if (!closed) return;
  throw new Error(
    `The portal and Postgres run as the user ${user.name}, who may not enter ${closed}, so they cannot use ${stateDir}. ` +
      'Choose another place, for example GODWIT_STATE_DIR=/var/lib/godwit.',
  );
}
