import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { runArgv } from './run-argv.mjs';

const readPins = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
/** Debian's newest CRIU, and Debian 13's: the second shows in tests what an older one does on a newer kernel. */
const pinnedBySuite = { sid: readPins('./pinned-packages.json'), trixie: readPins('./pinned-packages-trixie.json') };
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Whether this machine can be offered the private CRIU: Debian (or a child of it), apt at hand, and root. */
export function isDebianAsRoot() {
  const osRelease = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const debian = /^ID(_LIKE)?=.*debian/m.test(osRelease) && existsSync('/usr/bin/apt-get') && existsSync(keyring);
  return debian && process.getuid?.() === 0;
}

/**
 * Puts a CRIU of Debian with all its libraries into a directory of its own, leaving the system's packages and
 * apt's state untouched, and returns the wrapper to start. What is there already is used again.
 *
 * @param {{ cacheDir: string, log: (line: string) => void, suite?: 'sid' | 'trixie' }} options `cacheDir` holds one
 *   suite only; default is sid, the newest
 * @returns {Promise<{ path: string, prefix: string, note?: string }>} `note` says when the pinned versions were gone
 */
export async function installDebianCriu({ cacheDir, log, suite = 'sid' }) {
  const pinned = pinnedBySuite[suite];
  const existing = findInstalled(cacheDir, pinned);
  if (existing) return existing;
  mkdirSync(cacheDir, { recursive: true, mode: 0o755 });
  const work = mkdtempSync(path.join(cacheDir, 'install-'));
  try {
    const note = await download(work, log, pinned);
    await unpack(work);
    const target = path.join(cacheDir, `prefix-${prefixName(work, note, pinned)}`);
    writeWrapper(path.join(work, 'prefix'), target);
    writeFileSync(path.join(work, 'prefix', 'godwit-note.json'), JSON.stringify({ note }));
    if (!existsSync(target)) renameSync(path.join(work, 'prefix'), target);
    return describePrefix(target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function findInstalled(cacheDir, pinned) {
  const names = existsSync(cacheDir) ? readdirSync(cacheDir).filter((name) => name.startsWith('prefix-')) : [];
  const preferred = names.find((name) => name === `prefix-${pinnedName(pinned)}`) ?? names.sort().at(-1);
  return preferred && describePrefix(path.join(cacheDir, preferred));
}

function describePrefix(prefix) {
  const noteFile = path.join(prefix, 'godwit-note.json');
  const { note } = existsSync(noteFile) ? JSON.parse(readFileSync(noteFile, 'utf8')) : {};
  return { path: path.join(prefix, 'criu'), prefix, note };
}

function pinnedName(pinned) {
  return hash(JSON.stringify(pinned.packages)).slice(0, 12);
}

function prefixName(work, note, pinned) {
  return note ? `suite-${hash(listPackages(work).join()).slice(0, 12)}` : pinnedName(pinned);
}

async function download(work, log, pinned) {
  const apt = prepareApt(work, pinned);
  log(`Fetching CRIU from Debian ${pinned.suite} (about 9 MB) into a private directory`);
  await mustRun([...apt, 'update'], 'read the package list of Debian');
  const fetch = [...apt, '--download-only', '--no-install-recommends', '--yes', 'install'];
  const wanted = pinned.packages.map(({ name, version }) => `${name}=${version}`);
  const exact = await runArgv([...fetch, ...wanted], { deadlineMs: 240_000 });
  if (exact.code === 0) return verifyPins(work, pinned);
  const note = `The pinned CRIU packages are no longer in Debian ${pinned.suite}; its present ones are used (signed by Debian, not pinned by us).`;
  log(note);
  await mustRun([...fetch, 'criu'], `fetch criu from Debian ${pinned.suite}`);
  return note;
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

async function unpack(work) {
  for (const file of listPackages(work)) {
    await mustRun(['dpkg', '-x', file, path.join(work, 'prefix')], `unpack ${path.basename(file)}`);
  }
}

/** Two lines: the prefix's own loader starts the binary with the prefix's own libraries. */
function writeWrapper(prefix, target) {
  const loader = findLoader(prefix);
  const libraries = path.dirname(path.join(target, loader));
  const wrapper = path.join(prefix, 'criu');
  const command = `exec ${path.join(target, loader)} --library-path ${libraries} ${target}/usr/sbin/criu "$@"`;
  writeFileSync(wrapper, `#!/bin/sh\n${command}\n`);
  chmodSync(wrapper, 0o755);
}

function findLoader(prefix) {
  const libraries = path.join(prefix, 'usr/lib');
  for (const folder of readdirSync(libraries).filter((name) => name.endsWith('-linux-gnu'))) {
    const loader = readdirSync(path.join(libraries, folder)).find((name) => /^ld-linux.*\.so\.\d+$/.test(name));
    if (loader) return path.join('usr/lib', folder, loader);
  }
  throw new Error("The fetched packages hold no dynamic loader, so CRIU's libraries cannot be used.");
}

function listPackages(work) {
  const archives = path.join(work, 'cache/archives');
  const names = readdirSync(archives).filter((name) => name.endsWith('.deb'));
  return names.sort().map((name) => path.join(archives, name));
}

async function mustRun(argv, purpose) {
  const { code, output } = await runArgv(argv, { deadlineMs: 240_000 });
  if (code !== 0) throw new Error(`Could not ${purpose}: ${output.trim().split('\n').slice(-3).join(' ')}`);
}

function hash(content) {
  return createHash('sha256').update(content).digest('hex');
}
