import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The folders of a package and of every library of ours that it depends on, directly or not. Apps it names are left
 * out: of those it may only use types, which leave nothing in a build.
 */
export function packageClosure(root, folder) {
  const seen = new Set();
  const visit = (current) => {
    if (seen.has(current)) return;
    seen.add(current);
    for (const name of ownDependencies(root, current)) {
      const library = `libs/${name}`;
      if (existsSync(path.join(root, library, 'package.json'))) visit(library);
    }
  };
  visit(folder);
  return [...seen].sort();
}

function ownDependencies(root, folder) {
  const manifest = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  return names.filter((name) => name.startsWith('@godwit/')).map((name) => name.slice('@godwit/'.length));
}
