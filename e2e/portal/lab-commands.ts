import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { readAccess } from './portal-access.ts';

const run = promisify(execFile);
const script = path.join(import.meta.dirname, '../../tools/lab/lab.mjs');

const lab = async (...argv: string[]): Promise<string> => {
  const { stateDir, labSet } = readAccess();
  const env = { ...process.env, GODWIT_STATE_DIR: stateDir, GODWIT_LAB_SET: String(labSet) };
  const { stdout } = await run(process.execPath, [script, ...argv], { env, maxBuffer: 256 * 1024 * 1024 });
  return stdout;
};

/** Runs a program on a lab host and gives what it prints. */
export const runOn = (host: string, ...argv: string[]): Promise<string> => lab('exec', host, '--', ...argv);

/** A file of a lab host, one JSON object a line. */
export const readJsonLines = async <T>(host: string, file: string): Promise<T[]> =>
  (await runOn(host, 'cat', file))
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as T);

/** The hosts a sample workload really runs on, counted over all processes of the lab. */
export const findWorkload = async (name: string): Promise<string[]> => {
  const status = JSON.parse(await lab('status', '--json')) as { workloads: { name: string; runsOn: string[] }[] };
  return status.workloads.find((workload) => workload.name === name)?.runsOn ?? [];
};
