#!/usr/bin/env node
// npm run bench [-- --rounds N] [-- --json FILE] [-- --only preflight]: how fast Godwit is on this machine, against CRIU driven by hand.
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { installPackages } from '../workspace/install-packages.mjs';

const labSet = Number(process.env.GODWIT_TEST_LAB_SET ?? 3);

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, json: { type: 'string' }, only: { type: 'string' } },
});
const rounds = Number(values.rounds);
const note = (line) => process.stderr.write(`${line}\n`);

await main().then(
  () => process.exit(0),
  (error) => {
    note(`The bench failed: ${error.stack}`);
    process.exit(1);
  },
);

async function main() {
  await installPackages(note);
  if (values.only === 'preflight') return printTreeSizes();
  const result = await measure();
  const { tableLines } = await import('./print-table.mjs');
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  else process.stdout.write(`${JSON.stringify(result)}\n`);
  process.stdout.write(`${tableLines(result).join('\n')}\n`);
}

/** Trees of several sizes on this host; takes no lab. */
async function measureTrees() {
  const { findCriu } = await import('../criu/find-criu.mjs');
  const { buildProject } = await import('../build/build-project.mjs');
  const { measureTreeSizes } = await import('./measure-tree-sizes.mjs');
  const criu = await findCriu({ log: note });
  if (!criu.found) throw new Error(`${criu.reason} ${criu.remedy}`);
  await buildProject({ only: ['cli'], log: note });
  return measureTreeSizes({ criuPath: criu.path, rounds, note });
}

async function printTreeSizes() {
  const treeSizes = await measureTrees();
  const { treeSizeLines } = await import('./tree-size-table.mjs');
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ version: 1, treeSizes }, null, 2)}\n`);
  process.stdout.write(`${treeSizeLines(treeSizes).join('\n')}\n`);
}

async function measure() {
  const { findCriu } = await import('../criu/find-criu.mjs');
  const { buildProject } = await import('../build/build-project.mjs');
  const { labDown } = await import('../lab/index.mjs');
  const { startInstallation } = await import('../../e2e/harness/start-installation.mjs');
  const criu = await findCriu({ log: note });
  if (!criu.found) throw new Error(`${criu.reason} ${criu.remedy}`);
  await buildProject({ only: ['server', 'agent'], log: note });
  const installation = await startInstallation({ name: 'bench', criuPath: criu.path, labSet });
  try {
    const { measurePreflight } = await import('./measure-preflight.mjs');
    const { measureSwitchOver } = await import('./measure-switch-over.mjs');
    note('Checks and dumps');
    const preflight = await measurePreflight(installation, { criuPath: criu.path, rounds });
    const switchOver = await measureSwitchOver(installation, { criuPath: criu.path, rounds, note });
    const settings = { rounds, criu: criu.version, kernel: os.release(), cpus: os.cpus().length };
    const treeSizes = await measureTrees();
    return { version: 1, at: new Date().toISOString(), settings, preflight, switchOver, treeSizes };
  } finally {
    await installation.stop();
    await labDown({ set: labSet });
  }
}
