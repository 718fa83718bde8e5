import { chmodSync, chownSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findClosedFolder } from '../process/service-user.mjs';
import { spawnService } from '../process/spawn-service.mjs';
import { answersQueries } from './create-database.mjs';
import { databaseRole, initialiseCluster } from './initialise-cluster.mjs';
import { locatePostgresBinaries } from './postgres-binaries.mjs';
import { findPostmaster } from './postmaster-pid.mjs';
import { stopPostmaster } from './stop-postgres.mjs';

const readyDeadlineMs = 60_000;
const attempts = 12;
// sockaddr_un holds 108 bytes (unix(7)); Postgres adds "/.s.PGSQL.5432.lock".
const longestSocketDir = 85;

/**
 * Starts Postgres on a Unix socket only, or takes over the one that already runs on this folder.
 *
 * @param {{ folder: string, user?: { uid: number, gid: number }, settings?: string[] }} options `folder` holds the data,
 *   the password and the log; `settings` are extra `name=value` server settings
 * @returns {Promise<{ pid: number, reused: boolean, url: (database: string) => string, stop: () => Promise<void> }>}
 */
export async function startPostgres({ folder, user, settings = [] }) {
  prepareFolder(folder, user);
  const binaries = locatePostgresBinaries({ user, copyTo: folder });
  const password = await initialiseCluster({ folder, binaries, user });
  const dataDir = path.join(folder, 'data');
  const urlAt = (postmaster) => (database) => databaseUrl({ password, database, socketDir: postmaster.socketDir });
  const running = await findAnswering(dataDir, urlAt);
  const postmaster = running ?? (await launch({ folder, dataDir, binaries, user, settings }));
  return {
    pid: postmaster.pid,
    reused: running !== undefined,
    url: urlAt(postmaster),
    stop: () => stopPostmaster(dataDir, postmaster.pid),
  };
}

// One that was killed a moment ago can still look alive: only one that answers a query is taken over.
async function findAnswering(dataDir, urlAt) {
  const running = await waitForRunning(dataDir);
  if (!running) return undefined;
  if (await answersQueries(urlAt(running)('postgres'))) return running;
  return findAnswering(dataDir, urlAt);
}

function databaseUrl({ password, database, socketDir }) {
  return `postgresql://${databaseRole}:${password}@localhost/${database}?host=${encodeURIComponent(socketDir)}`;
}

function prepareFolder(folder, user) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (!user) return;
  chownSync(folder, user.uid, user.gid);
  const closed = findClosedFolder(folder, user);
  if (!closed) return;
  throw new Error(
    `Postgres runs as the user with id ${user.uid}, which may not enter ${closed}. Choose another state directory: GODWIT_STATE_DIR=/var/lib/godwit.`,
  );
}

/** A postmaster that is just stopping is waited for, one that is starting too; only a ready one is taken over. */
async function waitForRunning(dataDir) {
  const deadline = Date.now() + readyDeadlineMs;
  while (Date.now() < deadline) {
    const postmaster = findPostmaster(dataDir);
    if (!postmaster || postmaster.status === 'ready') return postmaster;
    await sleep(50);
  }
  throw new Error(
    `A Postgres on ${dataDir} is neither ready nor gone after ${readyDeadlineMs / 1000} s. Look at it, or end it by its pid.`,
  );
}

// For about half a second after a postmaster was killed its shared memory is still held and a new one refuses to start.
async function launch(options) {
  for (let attempt = 1; ; attempt += 1) {
    const postmaster = await launchOnce(options);
    if (postmaster) return postmaster;
    if (attempt === attempts) throw new Error(`Postgres does not start. Its last lines:\n${logTail(options.folder)}`);
    await sleep(250 * attempt);
  }
}

async function launchOnce({ folder, dataDir, binaries, user, settings }) {
  const socketDir = prepareSocketDir(folder, user);
  const argv = [path.join(binaries, 'bin/postgres'), '-D', dataDir, '-k', socketDir, '-c', 'listen_addresses='];
  for (const setting of settings) argv.push('-c', setting);
  const log = openSync(path.join(folder, 'postgres.log'), 'a', 0o600);
  const child = spawnService(argv, { user, deathSignal: 'INT', cwd: dataDir, stdio: ['ignore', log, log] });
  closeSync(log);
  return waitUntilReady(child, dataDir);
}

async function waitUntilReady(child, dataDir) {
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  const deadline = Date.now() + readyDeadlineMs;
  while (!ended && Date.now() < deadline) {
    const postmaster = findPostmaster(dataDir);
    if (postmaster?.status === 'ready' && postmaster.pid === child.pid) return postmaster;
    await sleep(20);
  }
  if (!ended) child.kill('SIGQUIT');
  return undefined;
}

function prepareSocketDir(folder, user) {
  const inside = path.join(folder, 'socket');
  if (Buffer.byteLength(inside) > longestSocketDir) return temporarySocketDir(user);
  mkdirSync(inside, { recursive: true, mode: 0o700 });
  if (user) chownSync(inside, user.uid, user.gid);
  return inside;
}

function temporarySocketDir(user) {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'godwit-postgres-'));
  if (user) chownSync(dir, user.uid, user.gid);
  return dir;
}

function logTail(folder) {
  return readFileSync(path.join(folder, 'postgres.log'), 'utf8').trim().split('\n').slice(-12).join('\n');
}
