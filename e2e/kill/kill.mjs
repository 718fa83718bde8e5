#!/usr/bin/env node
// node e2e/kill/kill.mjs [--all] [--only TEXT] [--set N]: the kill tests without a test runner, one line a case.
import { parseArgs } from 'node:util';
import { buildProject } from '../../tools/build/build-project.mjs';
import { findCriu } from '../../tools/criu/find-criu.mjs';
import { startInstallation } from '../harness/start-installation.mjs';
import { assessCase } from './assess-case.mjs';
import { listCases } from './cases.mjs';
import { runCase } from './run-case.mjs';

const { values } = parseArgs({
  options: { all: { type: 'boolean' }, only: { type: 'string' }, set: { type: 'string', default: '1' } },
});

const criu = await findCriu({ log: console.log });
if (!criu.found) throw new Error(`${criu.reason} ${criu.remedy}`);
await buildProject({ only: ['server', 'agent'] });
const cases = listCases().filter(
  ({ name, chosen }) => (values.all || values.only || chosen) && name.includes(values.only ?? ''),
);
const installation = await startInstallation({ name: 'kill', criuPath: criu.path, labSet: Number(values.set) });
for (const signal of ['SIGTERM', 'SIGINT'])
  process.once(signal, () => installation.stop().finally(() => process.exit(1)));
let failed = 0;
for (const killCase of cases) failed += await tell(killCase);
await installation.stop();
console.log(`${cases.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function tell(killCase) {
  process.stdout.write(`     ${killCase.name}\r`);
  const startedAt = performance.now();
  const result = await runCase(installation, killCase).catch((error) => ({ error }));
  const complaints = result.error ? [result.error.stack] : assessCase(result, killCase);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const how = result.error
    ? ''
    : `${result.outcome}, saw ${result.strike.sawState}, missed ${JSON.stringify(result.missed)}, no copy ran for ${result.report.longestWithoutRunningMs} ms`;
  console.log(`${complaints.length === 0 ? 'ok  ' : 'FAIL'} ${killCase.name} (${seconds} s; ${how})`);
  for (const complaint of complaints) console.log(`       ${complaint}`);
  return complaints.length > 0 ? 1 : 0;
}
