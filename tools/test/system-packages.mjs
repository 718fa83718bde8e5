import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../process/run-command.mjs';
import { inRepository } from '../workspace/root.mjs';

const allLists = ['tools/test/system-packages.json', 'tools/lab/system-packages.json'].map((list) =>
  inRepository(list),
);
const binaryFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const servicePolicy = '/usr/sbin/policy-rc.d';

/** Debian packages of which the tests miss the program or file. */
export function listMissingPackages(files = allLists) {
  const wanted = files.filter((file) => existsSync(file)).flatMap((file) => JSON.parse(readFileSync(file, 'utf8')));
  return [...new Set(wanted.filter((entry) => !isPresent(entry)).map((entry) => entry.package))];
}

function isPresent({ binary, file }) {
  if (file) return existsSync(file);
  return binaryFolders.some((folder) => existsSync(path.join(folder, binary)));
}

/**
 * Installs what is missing with apt-get when that is possible (root, Debian); else says what a person has to do.
 * A package that does not install is reported and left at that: the tests that need it fail and say so.
 *
 * @param {(line: string) => void} log
 * @param {string[]} [files] the lists to take the packages from
 */
export async function installSystemPackages(log, files = allLists) {
  const missing = listMissingPackages(files);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    log(`These system packages are missing, and some tests fail without them: ${missing.join(' ')}`);
    return;
  }
  log(`Installing system packages: ${missing.join(' ')}`);
  await withoutStartingServices(async () => {
    await aptGet(['update'], log);
    await aptGet(['install', '--yes', '--no-install-recommends', ...missing], log);
  });
}

async function aptGet(rest, log) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, capture: true, deadlineMs: 420_000 };
  const result = await runCommand(['apt-get', '-q', '-o', 'DPkg::Lock::Timeout=120', ...rest], options);
  if (result.code !== 0) log(`apt-get ${rest[0]} ended with code ${result.code}:\n${result.output.slice(-2000)}`);
}

// The tests start a redis-server of their own; the package must not start one for the whole machine.
async function withoutStartingServices(work) {
  if (existsSync(servicePolicy)) return work();
  writeFileSync(servicePolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await work();
  } finally {
    rmSync(servicePolicy, { force: true });
  }
}
