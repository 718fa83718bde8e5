#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compareSnapshots } from './compare-snapshots.mjs';
import { findCopies } from './find-copies.mjs';
import { judgeClient } from './judge-client.mjs';
import { judgeNumbers, readObserverNumbers } from './judge-numbers.mjs';
import { readLabHosts, readNonce } from './lab-hosts.mjs';
import { takeSnapshot } from './snapshot.mjs';
import { watchCopies } from './watch-copies.mjs';

const usage = `usage: judge.mjs copies LAB-DIR WORKLOAD          where the copies of a workload are and what they do
       judge.mjs watch LAB-DIR WORKLOAD [MS]      the same again and again until SIGTERM, then a report
       judge.mjs numbers LAB-DIR                  the observer's numbers of the counter
       judge.mjs client LAB-DIR NAME SINCE-MS     what the echo or redis client saw
       judge.mjs snapshot LAB-DIR [FOLDER]...     everything a run could leave behind, as JSON
       judge.mjs compare BEFORE AFTER [IGNORE]... two such files; exit code 1 when they differ`;

const commands = {
  copies: (labDir, workload) => print(findCopies(readNonce(labDir, workload), readLabHosts(labDir))),
  watch: (labDir, workload, periodMs) => watch(labDir, workload, Number(periodMs ?? 15)),
  numbers: (labDir) => numbers(labDir),
  client: (labDir, name, since) => client(labDir, name, Number(since)),
  snapshot: (labDir, ...folders) => print(takeSnapshot(readLabHosts(labDir), { folders })),
  compare: (before, after, ...ignore) => compare(before, after, ignore),
};

async function watch(labDir, workload, periodMs) {
  const ended = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => ended.abort());
  endWithCaller(ended);
  const options = { nonce: readNonce(labDir, workload), hosts: readLabHosts(labDir), periodMs, signal: ended.signal };
  process.stderr.write('watching\n');
  const report = await watchCopies(options);
  print(report);
  if (report.violations.length > 0) process.exitCode = 1;
}

/** A watch whose caller was killed would look on for ever: it ends when it belongs to somebody else. */
function endWithCaller(ended) {
  const caller = process.ppid;
  setInterval(() => process.ppid === caller || ended.abort(), 1000).unref();
}

function numbers(labDir) {
  const root = readLabHosts(labDir).find(({ name }) => name === 'lab-c')?.root ?? '';
  const file = path.join(root, 'var/log/observer.jsonl');
  const judged = judgeNumbers(readObserverNumbers(file, readNonce(labDir, 'counter')));
  print(judged);
  if (!judged.sound) process.exitCode = 1;
}

function client(labDir, name, since) {
  const root = readLabHosts(labDir).find((host) => host.name === 'lab-c')?.root ?? '';
  const progress = name === 'redis-client' ? 'written' : 'echoed';
  const judged = judgeClient(path.join(root, `var/log/${name}.jsonl`), since, progress);
  print(judged);
  if (!judged.sound) process.exitCode = 1;
}

function compare(beforeFile, afterFile, ignore) {
  const [before, after] = [beforeFile, afterFile].map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const differences = compareSnapshots(before, after, { ignore: ignore.map((text) => new RegExp(text)) });
  print(differences);
  if (differences.length > 0) process.exitCode = 1;
}

function print(value) {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

const [name, ...rest] = process.argv.slice(2);
if (name && Object.hasOwn(commands, name) && rest.length > 0) await commands[name](...rest);
else {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 64;
}
