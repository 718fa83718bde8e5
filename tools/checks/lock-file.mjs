import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

const compared = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/**
 * `npm ci` refuses a lock file that does not fit the manifests, or that lacks a platform package: `npm install` leaves
 * out silently what a registry does not have. In a clone with its packages installed neither would be noticed.
 */
export const lockFile = {
  name: 'lock file fits the manifests',
  async run(root) {
    const { packages } = readJson(root, 'package-lock.json');
    const own = Object.keys(packages).filter((folder) => !folder.includes('node_modules/'));
    return [...own.flatMap((folder) => judgeManifest(root, folder, packages[folder])), ...missingPlatforms(packages)];
  },
};

function judgeManifest(root, folder, locked) {
  const file = path.posix.join(folder, 'package.json');
  if (!existsSync(path.join(root, file))) return [`package-lock.json knows ${folder}, which is gone`];
  const manifest = readJson(root, file);
  const changed = compared.filter((key) => !isDeepStrictEqual(manifest[key] ?? {}, locked[key] ?? {}));
  return changed.map(
    (key) => `${file}: its ${key} are not those of package-lock.json; run npm install --package-lock-only`,
  );
}

function missingPlatforms(packages) {
  return Object.entries(packages).flatMap(([place, entry]) => {
    const missing = Object.keys(entry.optionalDependencies ?? {}).filter((name) => !isLocked(packages, place, name));
    if (missing.length === 0) return [];
    return [
      `package-lock.json: ${place} lacks ${missing.join(', ')}; pin a version whose platform packages the registry has`,
    ];
  });
}

// As Node resolves: beside the package itself, then in each folder above.
function isLocked(packages, place, name) {
  const nested = place
    .split('/node_modules/')
    .map((_, index, parts) => parts.slice(0, parts.length - index).join('/node_modules/'));
  return [...nested.map((base) => `${base}/node_modules/${name}`), `node_modules/${name}`].some(
    (key) => key in packages,
  );
}

function readJson(root, file) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}
