import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const serviceUserName = 'godwit';

/**
 * The user that Postgres and the portal run as. Postgres refuses to run as root, and a portal has no business being
 * root, so as root a system user `godwit` is made once; where users cannot be added, `nobody` serves.
 *
 * @returns {{ name: string, uid: number, gid: number } | undefined} undefined when we are not root: then everything
 *   runs as the user who called
 */
export function chooseServiceUser() {
  if (process.getuid?.() !== 0) return undefined;
  return findUser(serviceUserName) ?? addUser() ?? requireUser('nobody');
}

/** Looks a user up in /etc/passwd (format: passwd(5)). */
export function findUser(name, passwd = readFileSync('/etc/passwd', 'utf8')) {
  const line = passwd.split('\n').find((entry) => entry.startsWith(`${name}:`));
  if (!line) return undefined;
  const [, , uid, gid] = line.split(':');
  return { name, uid: Number(uid), gid: Number(gid) };
}

function addUser() {
  const argv = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  spawnSync('useradd', [...argv, '--shell', '/usr/sbin/nologin', serviceUserName], { stdio: 'ignore' });
  return findUser(serviceUserName);
}

function requireUser(name) {
  const user = findUser(name);
  if (user) return user;
  throw new Error(
    `No user "${serviceUserName}" or "${name}" exists and none could be added. Run: useradd --system ${serviceUserName}`,
  );
}

/**
 * The first folder on the way to `target` that `user` may not enter, or undefined when the way is open.
 * Access lists beyond the mode bits are not looked at: they can only be wrong towards a needless detour.
 */
export function findClosedFolder(target, user) {
  if (!user) return undefined;
  const folders = [];
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    folders.unshift(folder);
    if (folder === path.dirname(folder)) break;
  }
  return folders.find((folder) => !mayEnter(statSync(folder), user));
}

function mayEnter(stat, user) {
  if (!stat.isDirectory()) return true;
  if (stat.uid === user.uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === user.gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}
