import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What the guest needs before it sees the host's files; everything else is loaded from there when it is asked for. */
export const bootModules = ['virtio_pci', 'virtio_console', '9pnet_virtio', '9p', 'overlay'];

/**
 * Where the one kernel below `prefix` keeps its modules, and how it calls itself.
 *
 * @returns {{ release: string, modules: string, image: string, config: string }}
 */
export function findKernel(prefix) {
  const folders = ['lib/modules', 'usr/lib/modules'].map((folder) => path.join(prefix, folder));
  const kernels = folders.flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((release) => ({ release, modules: path.join(folder, release) })) : [],
  );
  if (kernels.length !== 1) throw new Error(`The fetched packages hold ${kernels.length} kernels; one was expected.`);
  const [{ release, modules }] = kernels;
  const boot = (name) => path.join(prefix, 'boot', `${name}-${release}`);
  return { release, modules, image: boot('vmlinuz'), config: boot('config') };
}

/**
 * The files of modules and of all they depend on, in the order in which they can be loaded.
 *
 * @param {string} modules directory with modules.dep (depmod(8)): "FILE: WHAT-IT-NEEDS...", the last of these first
 * @param {string[]} names
 * @returns {string[]} paths below that directory
 */
export function orderModules(modules, names) {
  const needs = new Map(
    readFileSync(path.join(modules, 'modules.dep'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(':'))
      .map(([file, rest]) => [file, rest.split(' ').filter(Boolean)]),
  );
  const fileOf = (name) => {
    const file = [...needs.keys()].find(
      (one) =>
        path
          .basename(one)
          .replace(/\.ko.*$/, '')
          .replaceAll('-', '_') === name,
    );
    if (!file) throw new Error(`The kernel has no module ${name}.`);
    return file;
  };
  const collect = (file) => [...[...needs.get(file)].reverse().flatMap(collect), file];
  return [...new Set(names.map(fileOf).flatMap(collect))];
}
