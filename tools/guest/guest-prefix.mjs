import {
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
import {
  fetchPackages,
  isDebianAsRoot,
  mustRun,
  nameOfFetched,
  nameOfPins,
  unpackPackages,
} from '../debian/private-packages.mjs';
import { findKernel } from './kernel-modules.mjs';

const pinned = JSON.parse(readFileSync(new URL('./pinned-packages.json', import.meta.url), 'utf8'));
/** The emulator, a shell that needs no libraries, and the suite's kernel of the day. */
const wanted = ['qemu-system-x86', 'busybox-static', 'linux-image-amd64'];
/** Three quarters of the modules drive hardware that the emulator does not have. */
const uselessModules = ['sound', 'drivers/gpu', 'drivers/media', 'drivers/infiniband', 'drivers/scsi', 'drivers/iio'];

/** Where emulator and kernel are kept: GODWIT_GUEST_CACHE, else /var/cache/godwit/guest. */
export function guestCacheDir() {
  return process.env.GODWIT_GUEST_CACHE || '/var/cache/godwit/guest';
}

/**
 * Puts an emulator and a kernel that tracks dirty pages, of Debian, into a directory of their own. What is there already
 * is used again.
 *
 * @param {{ log: (line: string) => void, cacheDir?: string }} options
 * @returns {Promise<string>} the directory, in which packages are unpacked side by side
 */
export async function installGuest({ log, cacheDir = guestCacheDir() }) {
  const existing = findInstalled(cacheDir);
  if (existing) return existing;
  if (!isDebianAsRoot()) throw new Error('The emulator comes from Debian: this needs root, and apt on a Debian.');
  mkdirSync(cacheDir, { recursive: true, mode: 0o755 });
  const work = mkdtempSync(path.join(cacheDir, 'install-'));
  try {
    log(`Fetching an emulator and a kernel from Debian ${pinned.suite} (about 110 MB) into a private directory`);
    const note = await fetchPackages({ work, pinned, wanted, what: 'the guest', log });
    const unpacked = path.join(work, 'prefix');
    await unpackPackages(work, unpacked);
    await prepareKernel(unpacked);
    writeFileSync(path.join(unpacked, 'godwit-note.json'), JSON.stringify({ note }));
    const target = path.join(cacheDir, `prefix-${nameOfFetched(work, note, pinned)}`);
    if (!existsSync(target)) renameSync(unpacked, target);
    return target;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function findInstalled(cacheDir) {
  const names = existsSync(cacheDir) ? readdirSync(cacheDir).filter((name) => name.startsWith('prefix-')) : [];
  const name = names.find((one) => one === `prefix-${nameOfPins(pinned)}`) ?? names.sort().at(-1);
  return name && path.join(cacheDir, name);
}

/** The package's own script would write the lists of modules; nothing of a package is run here. */
async function prepareKernel(prefix) {
  const { release, modules, config } = findKernel(prefix);
  if (!/^CONFIG_MEM_SOFT_DIRTY=y$/m.test(readFileSync(config, 'utf8')))
    throw new Error(`The kernel ${release} of Debian does not track dirty pages (CONFIG_MEM_SOFT_DIRTY).`);
  for (const folder of uselessModules) rmSync(path.join(modules, 'kernel', folder), { recursive: true, force: true });
  const base = path.resolve(modules, '../../..');
  await mustRun([path.join(prefix, 'bin/busybox'), 'depmod', '-b', base, release], "list the kernel's modules");
}
