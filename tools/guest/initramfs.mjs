import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cpioArchive } from './cpio-archive.mjs';
import { bootModules, findKernel, orderModules } from './kernel-modules.mjs';

const own = (name) => readFileSync(new URL(name, import.meta.url));
const lines = (values) => values.map((value) => `${value}\n`).join('');

/**
 * What the guest's kernel unpacks into memory and starts: a shell, the modules it needs to see the host's files, and what
 * it is to do.
 *
 * @param {string} prefix where emulator and kernel are unpacked
 * @param {{ argv: string[], keep: string[], take: { guest: string }[] }} job `keep`: directories of the host that stay
 *   visible although they lie below one the guest has its own of
 */
export function buildInitramfs(prefix, { argv, keep, take }) {
  const { modules } = findKernel(prefix);
  const order = orderModules(modules, bootModules);
  const names = order.map((file) => path.basename(file));
  const contents = order.map((file) => readFileSync(path.join(modules, file)));
  return cpioArchive({
    init: own('./guest-boot.sh'),
    'bin/busybox': readFileSync(path.join(prefix, 'bin/busybox')),
    ...Object.fromEntries(names.map((name, index) => [`modules/${name}`, contents[index]])),
    'modules/order': lines(names),
    'job/argv': argv.map((word) => `${word}\0`).join(''),
    'job/keep': lines(keep),
    'job/take': lines(take.map(({ guest }) => guest)),
    'job/modules': lines([modules]),
    'job/guest-run.sh': own('./guest-run.sh'),
    'job/guest-command.sh': own('./guest-command.sh'),
  });
}
