import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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
  const { outputFiles } = await build({
    write: false,
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
  // The map first: a program that starts meanwhile finds the old pair or the new program.
  for (const output of outputFiles.reverse()) replaceFile(output.path, output.contents);
  const file = path.join(root, outfile);
  if (readFileSync(file, 'utf8').startsWith('#!')) chmodSync(file, 0o755);
}

/** A program that is started just now reads the old file to its end, or the new one; never a part of either. */
function replaceFile(file, contents) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, contents);
  renameSync(`${file}.new`, file);
}
