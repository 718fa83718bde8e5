import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../tools/build/bundle.mjs';
import { copyKoffiAddon, koffiBeside } from '../../tools/build/koffi-beside.mjs';
import { findCriu } from '../../tools/criu/find-criu.mjs';
import { findDebian13Criu } from '../../tools/criu/find-debian-13-criu.mjs';
import { installSystemPackages } from '../../tools/test/system-packages.mjs';
import { inRepository, repositoryRoot } from '../../tools/workspace/root.mjs';

// Godwit is tried as it stands now, whatever else is built meanwhile: the command line and this suite are bundled for this run.
const base = '/var/tmp/godwit-truth';
mkdirSync(base, { recursive: true, mode: 0o711 });
const programs = mkdtempSync(path.join(base, 'programs-'));
process.on('exit', () => rmSync(programs, { recursive: true, force: true }));

const bundled = (entry, name, plugins) =>
  bundle(repositoryRoot, {
    entry,
    outfile: path.relative(repositoryRoot, path.join(programs, name)),
    plugins: plugins ?? [],
  });
await bundled('apps/cli/src/main.ts', 'godwit.js', [koffiBeside]);
copyKoffiAddon(programs);
await bundled('e2e/truth/main.ts', 'truth.js', [koffiBeside]);
await bundled('e2e/truth/judge-product.ts', 'judge-product.js', [koffiBeside]);
await bundled('apps/agent/src/files/own-data-directories.ts', 'data-directories.js', [koffiBeside]);
await bundled('apps/agent/src/files/answer-places.ts', 'file-places.js', [koffiBeside]);
cpSync(inRepository('e2e/truth/processes'), path.join(programs, 'processes'), { recursive: true });
// Looked for beside the program that uses it.
cpSync(inRepository('tools/lab/output-to.sh'), path.join(programs, 'output-to.sh'));

await installSystemPackages(console.log, [inRepository('e2e/truth/system-packages.json')]);
const criu = await findCriu({ log: console.log });
if (!criu.found) throw new Error(`${criu.reason} ${criu.remedy}`);
let older;
const machine = { criuPath: criu.path, older: () => (older ??= findDebian13Criu(console.log)) };

const { main } = await import(pathToFileURL(path.join(programs, 'truth.js')).href);
process.exitCode = await main({ repository: repositoryRoot, programs, base }, machine, process.argv.slice(2));
process.exit();
