import { copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const addonName = 'koffi.node';

/**
 * Lets a bundle load koffi's native addon from the folder it lies in. koffi's own loader looks for its packages in
 * node_modules, which a host with an agent does not have. A bundle without the addon beside it fails only when it
 * imports koffi, so a dynamic import can fall back to something else.
 */
export const koffiBeside = {
  name: 'koffi-beside',
  setup(build) {
    build.onResolve({ filter: /^koffi$/ }, () => ({ path: 'koffi', namespace: 'koffi-beside' }));
    build.onLoad({ filter: /.*/, namespace: 'koffi-beside' }, async () => ({
      contents: await loaderSource(),
      loader: 'js',
    }));
  },
};

async function loaderSource() {
  const names = Object.keys(await import('koffi')).filter((name) => /^[a-z]\w*$/i.test(name) && !reserved.has(name));
  return [
    "import { createRequire } from 'node:module';",
    `const native = createRequire(import.meta.url)('./${addonName}');`,
    'export default native;',
    `export const { ${names.join(', ')} } = native;`,
  ].join('\n');
}

const reserved = new Set(['default', 'in']);

/** Puts the addon for this machine into a folder with a bundle. */
export function copyKoffiAddon(folder) {
  const require = createRequire(import.meta.url);
  const packageDir = path.dirname(require.resolve(`@koromix/koffi-${process.platform}-${process.arch}/package.json`));
  mkdirSync(folder, { recursive: true });
  const addon = path.join(folder, addonName);
  // Running agents have the old file mapped: written over, it would crash them; renamed over, it stays with them.
  copyFileSync(path.join(packageDir, `${process.platform}_${process.arch}`, addonName), `${addon}.new`);
  renameSync(`${addon}.new`, addon);
}
