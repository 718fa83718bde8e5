import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The packages of the workspace with what the checks need to know of each.
 *
 * @param {string} root
 * @returns {{ name: string, folder: string, exports: string[], layer?: string, side?: string, tags: string[] }[]}
 */
export function readPackages(root) {
  return ['apps', 'libs'].flatMap((group) => readGroup(root, group));
}

function readGroup(root, group) {
  if (!existsSync(path.join(root, group))) return [];
  return readdirSync(path.join(root, group))
    .map((name) => `${group}/${name}`)
    .filter((folder) => existsSync(path.join(root, folder, 'package.json')))
    .map((folder) => readPackage(root, folder));
}

function readPackage(root, folder) {
  const manifest = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
  const tags = manifest.nx?.tags ?? [];
  return { name: manifest.name, folder, exports: Object.keys(manifest.exports ?? {}), tags, ...splitTags(tags) };
}

/** `['layer:app', 'side:server']` becomes `{ layer: 'app', side: 'server' }`. */
export function splitTags(tags) {
  return Object.fromEntries(tags.map((tag) => tag.split(':')).filter(([key]) => key === 'layer' || key === 'side'));
}

/** The package that a file lies in, or undefined for tools, e2e and the root. */
export function packageOf(packages, file) {
  return packages.find(({ folder }) => file.startsWith(`${folder}/`));
}
