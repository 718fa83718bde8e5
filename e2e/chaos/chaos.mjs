#!/usr/bin/env node
// npm run chaos -- --runs N --seed S [--sets 75,77] [--run K,L] [--output FOLDER]: moves with one fault each, judged from outside.
import { fork } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildProject } from '../../tools/build/build-project.mjs';
import { findCriu } from '../../tools/criu/find-criu.mjs';
import { describeResults } from './describe-results.mjs';
import { loadLists } from './load-lists.mjs';
import { listCells, mostTries } from './plan-runs.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    sets: { type: 'string', default: '2' },
    run: { type: 'string' },
    output: { type: 'string' },
  },
});
const [seed, runs] = [Number(values.seed), Number(values.runs)];
const output = values.output ?? `/var/tmp/godwit-chaos/seed-${seed}`;
mkdirSync(output, { recursive: true });
const stateFile = path.join(output, 'runs.jsonl');
const results = new Map(readResults().map((result) => [result.index, result]));
/** A run whose fault missed its moment counts for nothing and is due again, behind all the others, with other moments of its cell. */
const isDone = ({ hit, complaints, tries = 0 } = { complaints: [] }) =>
  hit || complaints.length > 0 || tries >= mostTries;

const criu = await findCriu({ log: console.log });
if (!criu.found) throw new Error(`${criu.reason} ${criu.remedy}`);
await buildProject({ only: ['server', 'agent'] });
const lists = await loadLists();
const cells = listCells(lists);
const wanted =
  values.run === undefined ? Array.from({ length: runs }, (_, index) => index) : values.run.split(',').map(Number);
const queue = wanted.filter((index) => values.run !== undefined || !isDone(results.get(index)));
console.log(
  `${wanted.length} runs, ${wanted.length - queue.length} of them done before; ${cells.length} cells; ${stateFile}`,
);
let isEnding = false;
// Each takes its installation and its lab down, after the run it is at.
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    isEnding = true;
    queue.length = 0;
  });
}
const startedAt = performance.now();
let made = 0;
await Promise.all(values.sets.split(',').map((set) => work(Number(set))));

const report = describeResults(
  [...results.values()].filter(({ index }) => wanted.includes(index)),
  { lists, cells, seed },
);
writeFileSync(path.join(output, 'report.txt'), report.text);
console.log(`\n${report.text}`);
console.log(
  `${((performance.now() - startedAt) / 1000 / Math.max(1, made)).toFixed(1)} s a run on ${values.sets.split(',').length} lab sets`,
);
process.exit(report.violations > 0 ? 1 : 0);

function readResults() {
  if (!existsSync(stateFile)) return [];
  const lines = readFileSync(stateFile, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

/** Lets one lab set take runs from the queue until it is empty. */
function work(set) {
  if (queue.length === 0) return Promise.resolve();
  const program = fileURLToPath(new URL('./worker.mjs', import.meta.url));
  const worker = fork(program, [String(set), String(seed), criu.path, output]);
  return new Promise((resolve) => {
    let current;
    const next = () => {
      current = queue.shift();
      worker.send(
        current === undefined ? { end: true } : { index: current, earlier: results.get(current)?.tries ?? 0 },
      );
    };
    worker.on('message', ({ ready, index, result }) => {
      if (!ready) tell(index, { ...result, set });
      if (!ready && values.run === undefined && !isEnding && !isDone(result)) queue.push(index);
      next();
    });
    worker.once('exit', (code) => {
      if (current !== undefined) {
        console.log(`The worker of set ${set} ended with ${code}; run ${current} is open.`);
        process.exitCode = 1;
      }
      resolve();
    });
  });
}

function tell(index, result) {
  made += 1;
  results.set(index, result);
  appendFileSync(stateFile, `${JSON.stringify({ seed, at: new Date().toISOString(), ...result })}\n`);
  const { mode, fault, moment, workload, outcome, ms, hit, misses = [], complaints } = result;
  const word = complaints.length > 0 ? (result.risk ? 'RISK' : 'FAIL') : hit ? 'ok  ' : 'miss';
  const tries = misses.length > 0 ? `, ${misses.length} misses before` : '';
  console.log(
    `${word} ${index} ${workload}${mode === 'stop-and-copy' ? '' : `, ${mode}`}: ${fault} at ${moment}: ${outcome} (${(ms / 1000).toFixed(1)} s, set ${result.set}${tries})`,
  );
  if (!hit) console.log(`       missed: ${result.missed}`);
  for (const complaint of complaints.slice(0, 6)) console.log(`       ${complaint}`);
}
