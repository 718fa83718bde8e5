import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';

// Bundled CommonJS packages expect these three; a module has none of them.
const commonJsNames = [
  "import { createRequire as godwitCreateRequire } from 'node:module';",
  "import { fileURLToPath as godwitFileURLToPath } from 'node:url';",
  'const require = godwitCreateRequire(import.meta.url);',
  'const __filename = godwitFileURLToPath(import.meta.url);',
  "const __dirname = godwitFileURLToPath(new URL('.', import.meta.url)).replace(/\\/$/, '');",
].join(' ');

/**
 * Bundles one program into one file for Node 20.
 *
 * @param {string} root
 * @param {{ entry: string, outfile: string, external?: string[], plugins?: import('esbuild').Plugin[] }} options
 */
export async function bundle(root, { entry, outfile, external = [], plugins = [] }) {
  const { build, stop } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    banner: { js: commonJsNames },
    external,
    plugins,
    legalComments: 'none',
    logLevel: 'warning',
  });
  // Its helper process would otherwise live as long as we do.
  await stop();
  const file = path.join(root, outfile);
  if (readFileSync(file, 'utf8').startsWith('#!')) chmodSync(file, 0o755);
}
