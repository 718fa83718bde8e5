import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../tools/build/bundle.mjs';
import { copyKoffiAddon, koffiBeside } from '../../tools/build/koffi-beside.mjs';
import { repositoryRoot } from '../../tools/workspace/root.mjs';

/** What the domain and the driver say of a move, for programs that are not compiled: see steps-of-a-move.ts. */
export async function loadLists() {
  const folder = mkdtempSync('/var/tmp/godwit-chaos-lists-');
  try {
    const outfile = path.relative(repositoryRoot, path.join(folder, 'lists.js'));
    copyKoffiAddon(folder);
    await bundle(repositoryRoot, { entry: 'e2e/chaos/steps-of-a-move.ts', outfile, plugins: [koffiBeside] });
    return await import(pathToFileURL(path.join(folder, 'lists.js')).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
