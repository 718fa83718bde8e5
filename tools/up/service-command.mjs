import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findClosedFolder } from '../process/service-user.mjs';
import { repositoryRoot } from '../workspace/root.mjs';

const showElsewhere = fileURLToPath(new URL('./show-elsewhere.sh', import.meta.url));
const samples = [
  'apps/server/dist/main.js',
  'apps/web/.next/BUILD_ID',
  'node_modules/next/package.json',
  'prisma/schema.prisma',
];

/**
 * How to start a program of this clone as the service user. A clone that this user cannot reach, below root's home
 * for example, is shown to it at another place, in a mount namespace of its own; so is the node that runs us.
 *
 * @param {{ user: { uid: number, gid: number, name: string } | undefined, mountsDir: string, script: string,
 *   root?: string }} options `script` is relative to the clone, which is `root`
 * @returns {{ argv: string[], user?: { uid: number, gid: number } }} to be followed by the script's own arguments;
 *   `user` is set when the starter has to change the user, and unset when the argv does so itself
 */
export function serviceCommand({ user, mountsDir, script, root = repositoryRoot }) {
  const direct = [process.execPath, path.join(root, script)];
  if (!user) return { argv: direct };
  requireReadable(root, user);
  const closed = [root, process.execPath].filter((target) => findClosedFolder(target, user));
  if (closed.length === 0) return { argv: direct, user };
  const mounts = closed.map((target) => ({ target, shown: makeMountPoint(mountsDir, target) }));
  const shownAt = (file) => mounts.reduce((name, { target, shown }) => relocate(name, target, shown), file);
  const enter = [showElsewhere, ...mounts.flatMap(({ target, shown }) => [target, shown])];
  const become = [
    'setpriv',
    '--pdeathsig',
    'TERM',
    '--reuid',
    `${user.uid}`,
    '--regid',
    `${user.gid}`,
    '--clear-groups',
    '--',
  ];
  return {
    argv: [
      'unshare',
      '--mount',
      '--propagation',
      'private',
      '--',
      '/bin/sh',
      ...enter,
      '--',
      ...become,
      ...direct.map(shownAt),
    ],
  };
}

function relocate(file, target, shown) {
  if (file === target) return shown;
  return file.startsWith(`${target}/`) ? path.join(shown, file.slice(target.length)) : file;
}

function makeMountPoint(mountsDir, target) {
  const isFolder = statSync(target).isDirectory();
  const point = path.join(mountsDir, isFolder ? 'clone' : 'node');
  if (isFolder) mkdirSync(point, { recursive: true });
  else if (!existsSync(point)) writeFileSync(point, '');
  return point;
}

// Mode bits decide here: as root, every file looks readable to us.
function requireReadable(root, user) {
  const unreadable = samples
    .map((file) => path.join(root, file))
    .find((file) => existsSync(file) && !isReadable(file, user));
  if (!unreadable) return;
  throw new Error(
    `The portal runs as the user ${user.name}, who may not read ${unreadable}. Open the clone for reading: chmod -R go+rX ${root}`,
  );
}

function isReadable(file, user) {
  const { mode, uid, gid } = statSync(file);
  if (uid === user.uid) return (mode & 0o400) !== 0;
  if (gid === user.gid) return (mode & 0o040) !== 0;
  return (mode & 0o004) !== 0;
}
