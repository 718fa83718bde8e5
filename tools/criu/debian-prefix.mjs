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
import { fetchPackages, nameOfFetched, nameOfPins, unpackPackages } from '../debian/private-packages.mjs';

const readPins = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
/** Debian's newest CRIU, and Debian 13's: the second shows in tests what an older one does on a newer kernel. */
const pinnedBySuite = { sid: readPins('./pinned-packages.json'), trixie: readPins('./pinned-packages-trixie.json') };

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
    log(`Fetching CRIU from Debian ${pinned.suite} (about 9 MB) into a private directory`);
    const note = await fetchPackages({ work, pinned, wanted: ['criu'], what: 'CRIU', log });
    await unpackPackages(work, path.join(work, 'prefix'));
    const target = path.join(cacheDir, `prefix-${nameOfFetched(work, note, pinned)}`);
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
  const preferred = names.find((name) => name === `prefix-${nameOfPins(pinned)}`) ?? names.sort().at(-1);
  return preferred && describePrefix(path.join(cacheDir, preferred));
}

function describePrefix(prefix) {
  const noteFile = path.join(prefix, 'godwit-note.json');
  const { note } = existsSync(noteFile) ? JSON.parse(readFileSync(noteFile, 'utf8')) : {};
  return { path: path.join(prefix, 'criu'), prefix, note };
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
