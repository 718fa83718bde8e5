import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDebianAsRoot } from '../debian/private-packages.mjs';
import { installDebianCriu } from './debian-prefix.mjs';
import { probeCriu } from './probe-criu.mjs';
import { describeProof, isProved, rememberProof } from './proof-cache.mjs';
import { runArgv } from './run-argv.mjs';

/**
 * @typedef {'GODWIT_CRIU' | 'PATH' | 'debian'} CriuSource
 * @typedef {{ path: string, source: CriuSource, reason: string }} Rejected
 * @typedef {{ found: true, path: string, version: string, source: CriuSource, prefix?: string, fromCache: boolean,
 *   rejected: Rejected[], notes: string[] }} FoundCriu
 * @typedef {{ found: false, reason: string, remedy: string, rejected: Rejected[], notes: string[] }} MissingCriu
 */

/** Where the private CRIU and the proofs are kept: GODWIT_CRIU_CACHE, else /var/cache/godwit/criu. */
export function defaultCacheDir() {
  return process.env.GODWIT_CRIU_CACHE || '/var/cache/godwit/criu';
}

/**
 * Finds a CRIU that was seen to dump and restore a process with a TCP listener on this machine: the one named in
 * GODWIT_CRIU, else the one on PATH, else, as root on Debian, the newest one of Debian in a private directory.
 * One that was named and does not work is a failure, not a reason to look elsewhere.
 *
 * @param {{ cacheDir?: string, log?: (line: string) => void, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<FoundCriu | MissingCriu>}
 */
export async function findCriu({ cacheDir = defaultCacheDir(), log = () => {}, env = process.env } = {}) {
  const search = { cacheDir, log, rejected: [], notes: [] };
  if (process.getuid?.() !== 0) {
    return missing(search, 'CRIU needs root, and this process does not run as root.', 'Run the same command as root.');
  }
  if (env.GODWIT_CRIU) return (await tryCandidate(search, env.GODWIT_CRIU, 'GODWIT_CRIU')) ?? namedCriuFails(search);
  const onPath = findOnPath(env.PATH ?? '');
  const found = onPath && (await tryCandidate(search, onPath, 'PATH'));
  return found || (await tryDebian(search)) || nothingWorks(search);
}

async function tryCandidate(search, criuPath, source) {
  const reject = (reason) => {
    search.rejected.push({ path: criuPath, source, reason });
    search.log(`Not usable: ${criuPath} (${source}): ${reason}`);
    return undefined;
  };
  if (!isExecutable(criuPath)) return reject('it is not an executable file');
  const key = describeProof(criuPath);
  const fromCache = isProved(search.cacheDir, key);
  const probe = fromCache ? { works: true } : await probeCriu(criuPath, { scratchDir: tmpdir() });
  if (!probe.works) return reject(probe.reason);
  if (!fromCache) rememberProof(search.cacheDir, key);
  const version = await readVersion(criuPath);
  return { found: true, path: realpathSync(criuPath), version, source, fromCache, ...outcome(search) };
}

async function tryDebian(search) {
  if (!isDebianAsRoot()) return undefined;
  try {
    const installed = await installDebianCriu(search);
    if (installed.note) search.notes.push(installed.note);
    const found = await tryCandidate(search, installed.path, 'debian');
    return found && { ...found, prefix: installed.prefix };
  } catch (error) {
    search.rejected.push({ path: '(not fetched)', source: 'debian', reason: error.message });
    return undefined;
  }
}

/** "Version: 4.2.1" is the first line of `criu --version`. */
async function readVersion(criuPath) {
  const { output } = await runArgv([criuPath, '--version'], { deadlineMs: 10_000 });
  return /^Version:\s*(\S+)/m.exec(output)?.[1] ?? 'unknown';
}

function findOnPath(searchPath) {
  const folders = searchPath.split(':').filter((folder) => path.isAbsolute(folder));
  return folders.map((folder) => path.join(folder, 'criu')).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function namedCriuFails(search) {
  const { path: criuPath, reason } = search.rejected[0];
  const remedy = 'Set GODWIT_CRIU to a CRIU that works here, or unset it to let one be found.';
  return missing(search, `The CRIU named in GODWIT_CRIU (${criuPath}) does not work here: ${reason}`, remedy);
}

function nothingWorks(search) {
  const tried = search.rejected.map((one) => `${one.path} (${one.source}): ${one.reason}`).join('; ');
  const remedy = 'Install CRIU 4.2 or newer and put it on PATH, or name it in GODWIT_CRIU.';
  return missing(search, `No CRIU works on this machine. Tried: ${tried || 'nothing, none is on PATH'}`, remedy);
}

function missing(search, reason, remedy) {
  return { found: false, reason, remedy, ...outcome(search) };
}

function outcome({ rejected, notes }) {
  return { rejected, notes };
}

async function main() {
  const json = process.argv.includes('--json');
  const result = await findCriu({ log: (line) => console.error(line) });
  if (json) console.log(JSON.stringify(result, null, 2));
  else if (result.found) console.log(result.path);
  else console.error(`${result.reason}\n${result.remedy}`);
  process.exitCode = result.found ? 0 : 1;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
