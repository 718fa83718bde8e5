import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../process/run-command.mjs';

export const databaseRole = 'godwit';

/**
 * Makes the data directory if it is not there yet, with a random password for the one role.
 * initdb works in a folder beside and the result is renamed, so a crash in the middle leaves nothing half made.
 *
 * @returns {Promise<string>} the password
 */
export async function initialiseCluster({ folder, binaries, user }) {
  const dataDir = path.join(folder, 'data');
  const passwordFile = path.join(folder, 'password');
  if (!existsSync(path.join(dataDir, 'PG_VERSION')))
    await createCluster({ folder, binaries, user, dataDir, passwordFile });
  return readFileSync(passwordFile, 'utf8').trim();
}

async function createCluster({ folder, binaries, user, dataDir, passwordFile }) {
  const partial = `${dataDir}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (user) for (const file of [partial, passwordFile]) chownSync(file, user.uid, user.gid);
  const argv = [path.join(binaries, 'bin/initdb'), '-D', partial, '-U', databaseRole, '-A', 'scram-sha-256'];
  argv.push('--pwfile', passwordFile, '--locale=C.UTF-8', '-E', 'UTF8');
  const identity = user ? { uid: user.uid, gid: user.gid } : {};
  const result = await runCommand(argv, { ...identity, cwd: folder, capture: true, deadlineMs: 120_000 });
  if (result.code !== 0) throw new Error(`initdb could not make the database in ${partial}:\n${result.output}`);
  renameSync(partial, dataDir);
}
