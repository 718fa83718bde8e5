#!/usr/bin/env node
// npm run bench [-- --rounds N] [-- --json FILE] [-- --only preflight|moves]: how fast Godwit is on this machine, against CRIU driven by hand and podman.
// Of the moves only some: --largest MIB, --rows 1,2,3, --columns godwit,byHand,postCopy,podman. --keep FILE takes every measurement at once, and a
// later run with the same file goes on there. --podman FOLDER: where podman is unpacked on a machine that has none.
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { installPackages } from '../workspace/install-packages.mjs';

const labSet = Number(process.env.GODWIT_TEST_LAB_SET ?? 3);

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    only: { type: 'string' },
    largest: { type: 'string', default: '2048' },
    rows: { type: 'string' },
    columns: { type: 'string' },
    keep: { type: 'string' },
    podman: { type: 'string' },
  },
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
  if (values.only === 'moves') return printMoves();
  const result = await measure();
  const { tableLines } = await import('./print-table.mjs');
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  else process.stdout.write(`${JSON.stringify(result)}\n`);
  process.stdout.write(`${tableLines(result).join('\n')}\n\n`);
  await printReading();
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
  process.stdout.write(`${treeSizeLines(treeSizes).join('\n')}\n\n`);
  await printReading();
}

async function printReading() {
  const { measureReading, readingLines } = await import('./measure-reading.mjs');
  note('A reading by itself');
  process.stdout.write(`${readingLines(await measureReading()).join('\n')}\n`);
}

async function printMoves() {
  const moves = await withInstallation(measureSizes);
  const { moveLines } = await import('./moves/move-table.mjs');
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ version: 1, moves }, null, 2)}\n`);
  process.stdout.write(`${moveLines(moves).join('\n')}\n`);
}

async function measureSizes(installation, criuPath) {
  const { measureMoves } = await import('./moves/measure-moves.mjs');
  const { chooseRows } = await import('./moves/move-rows.mjs');
  const rows = chooseRows({ largest: Number(values.largest), rows: values.rows });
  const { keep: file, podman } = values;
  return measureMoves(installation, {
    criuPath,
    rounds,
    note,
    rows,
    file,
    columns: values.columns?.split(','),
    podman,
  });
}

function measure() {
  return withInstallation(async (installation, criuPath, criu) => {
    const { measurePreflight } = await import('./measure-preflight.mjs');
    const { measureSwitchOver } = await import('./measure-switch-over.mjs');
    note('Checks and dumps');
    const preflight = await measurePreflight(installation, { criuPath, rounds });
    const switchOver = await measureSwitchOver(installation, { criuPath, rounds, note });
    const settings = { rounds, criu: criu.version, kernel: os.release(), cpus: os.cpus().length };
    const treeSizes = await measureTrees();
    const moves = await measureSizes(installation, criuPath);
    return { version: 1, at: new Date().toISOString(), settings, preflight, switchOver, treeSizes, moves };
  });
}

/** Runs something with an installation of its own, on a lab set of its own. */
async function withInstallation(action) {
  const { findCriu } = await import('../criu/find-criu.mjs');
  const { buildProject } = await import('../build/build-project.mjs');
  const { labDown } = await import('../lab/index.mjs');
  const { startInstallation } = await import('../../e2e/harness/start-installation.mjs');
  const criu = await findCriu({ log: note });
  if (!criu.found) throw new Error(`${criu.reason} ${criu.remedy}`);
  await buildProject({ only: ['server', 'agent'], log: note });
  const installation = await startInstallation({ name: 'bench', criuPath: criu.path, labSet });
  try {
    return await action(installation, criu.path, criu);
  } finally {
    await installation.stop();
    await labDown({ set: labSet });
  }
}
