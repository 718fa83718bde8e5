import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../process/run-command.mjs';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const fetchDeadlineMs = 300_000;

/**
 * Packages of one suite of Debian, with all they depend on.
 *
 * @typedef {{ suite: string, mirror: string, packages: { name: string, version: string, sha256: string }[] }} PinnedPackages
 */

/** Whether this machine can be offered packages of Debian: it is Debian or a child of it, has apt at hand, and this is root. */
export function isDebianAsRoot() {
  const osRelease = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const debian = /^ID(_LIKE)?=.*debian/m.test(osRelease) && existsSync('/usr/bin/apt-get') && existsSync(keyring);
  return debian && process.getuid?.() === 0;
}

/** A name for exactly these packages. */
export function nameOfPins(pinned) {
  return hash(JSON.stringify(pinned.packages)).slice(0, 12);
}

/**
 * Downloads packages into `work`, leaving the system's packages and apt's state untouched, and checks them against their
 * pinned hashes.
 *
 * @param {{ work: string, pinned: PinnedPackages, wanted: string[], what: string, log: (line: string) => void }} options
 *   `wanted` are fetched, with what they depend on, when a pinned version is no longer in the suite
 * @returns {Promise<string | undefined>} a note when the pinned versions were gone
 */
export async function fetchPackages({ work, pinned, wanted, what, log }) {
  const apt = prepareApt(work, pinned);
  await mustRun([...apt, 'update'], 'read the package list of Debian');
  const fetch = [...apt, '--download-only', '--no-install-recommends', '--yes', 'install'];
  const exact = pinned.packages.map(({ name, version }) => `${name}=${version}`);
  const { code } = await runCommand([...fetch, ...exact], { capture: true, deadlineMs: fetchDeadlineMs });
  if (code === 0) return verifyPins(work, pinned);
  const note = `The pinned packages of ${what} are no longer in Debian ${pinned.suite}; its present ones are used (signed by Debian, not pinned by us).`;
  log(note);
  await mustRun([...fetch, ...wanted], `fetch ${what} from Debian ${pinned.suite}`);
  return note;
}

/** A name for what was fetched, pinned or not. */
export function nameOfFetched(work, note, pinned) {
  return note ? `suite-${hash(listPackages(work).join()).slice(0, 12)}` : nameOfPins(pinned);
}

/** Unpacks what was fetched into a directory, without running anything of it. */
export async function unpackPackages(work, target) {
  for (const file of listPackages(work)) {
    await mustRun(['dpkg', '-x', file, target], `unpack ${path.basename(file)}`);
  }
}

/** Runs a program to its end; throws with its last lines when it fails. */
export async function mustRun(argv, purpose) {
  const { code, output } = await runCommand(argv, { capture: true, deadlineMs: fetchDeadlineMs });
  if (code !== 0) throw new Error(`Could not ${purpose}: ${output.trim().split('\n').slice(-3).join(' ')}`);
}

/** An apt that sees one suite, no installed packages and only directories of its own. */
function prepareApt(work, pinned) {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'prefix']) {
    mkdirSync(path.join(work, folder), { recursive: true });
  }
  const source = path.join(work, 'sources.list');
  writeFileSync(source, `deb [signed-by=${keyring}] ${pinned.mirror} ${pinned.suite} main\n`);
  const options = {
    'Dir::Etc::sourcelist': source,
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::status': '/dev/null',
    'Dir::State::lists': path.join(work, 'lists'),
    'Dir::Cache': path.join(work, 'cache'),
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
  };
  return ['apt-get', '--quiet', ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}

function verifyPins(work, pinned) {
  const hashes = new Set(listPackages(work).map((file) => hash(readFileSync(file))));
  const wrong = pinned.packages.filter(({ sha256 }) => !hashes.has(sha256));
  if (wrong.length === 0 && hashes.size === pinned.packages.length) return undefined;
  const names = wrong.map(({ name }) => name).join(', ') || 'a package that is not pinned';
  throw new Error(`Fetched packages differ from their pinned hashes (${names}); they are not used.`);
}

function listPackages(work) {
  const archives = path.join(work, 'cache/archives');
  const names = readdirSync(archives).filter((name) => name.endsWith('.deb'));
  return names.sort().map((name) => path.join(archives, name));
}

function hash(content) {
  return createHash('sha256').update(content).digest('hex');
}
