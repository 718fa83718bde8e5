import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capabilityMatrixSchema, known } from '@godwit/domain/facts';
import type { StagingWish } from '@godwit/domain/file-plan';
import { type Verdict, verdictSchema } from '@godwit/domain/verdict';
import type { CriuPlace } from './criu.ts';
import type { Places } from './places.ts';
import { runArgv } from './run-argv.ts';

/** Where and as whom the judge works. It is told a process id and what is asked about, nothing else. */
export interface JudgePlace extends CriuPlace {
  places: Places;
  /** Ids of the probes it has run before it judges. */
  probes?: readonly string[];
}

const godwit = async (judge: JudgePlace, argv: readonly string[]): Promise<{ code: number | null; output: string }> => {
  const command = [...judge.before, process.execPath, path.join(judge.places.programs, 'godwit.js'), ...argv];
  const { code, output, errors } = await runArgv(command, { env: judge.env, deadlineMs: 150_000 });
  if (code === null || code > 2)
    throw new Error(`godwit ${argv[0]} ended with ${code}: ${(errors || output).slice(-500)}`);
  return { code, output };
};

/** Reads the host alone, so that what CRIU says of itself is remembered when many ask at once. */
export const collectHost = async (judge: JudgePlace, bundle: string): Promise<void> => {
  await godwit(judge, ['collect', '--criu', judge.path, '-o', bundle]);
};

/** Reads the facts of a tree and its host into a bundle. */
export const collect = async (judge: JudgePlace, pid: number, bundle: string, nonces = false): Promise<void> => {
  // As a preflight for the same host does, which has nothing to compare files with.
  const more = nonces ? ['--nonces'] : ['--no-hash'];
  // Options name files, mounts and links, and are really given to CRIU.
  more.push('--with-names');
  await godwit(judge, ['collect', '--pid', String(pid), '--criu', judge.path, '-o', bundle, ...more]);
  await addProbes(judge, bundle);
};

/** Only a whole set of probes is remembered by itself; what a few of them saw is added to the facts of the host. */
const addProbes = async (judge: JudgePlace, bundle: string): Promise<void> => {
  if ((judge.probes ?? []).length === 0) return;
  const argv = ['doctor', '--probes', '--only', judge.probes?.join(',') ?? '', '--criu', judge.path, '--json'];
  const { output } = await godwit(judge, argv);
  const facts = JSON.parse(readFileSync(bundle, 'utf8')) as { host: Record<string, unknown> };
  facts.host.capabilityMatrix = known(capabilityMatrixSchema.parse((JSON.parse(output) as { matrix: unknown }).matrix));
  writeFileSync(bundle, JSON.stringify(facts));
};

export const removeNonces = async (judge: JudgePlace, bundle: string): Promise<void> => {
  await godwit(judge, ['collect', '--remove-nonces', bundle]);
};

/** Has the destination answer what the tree in a bundle needs there. */
export const collectAnswers = async (judge: JudgePlace, source: string, bundle: string): Promise<void> => {
  await godwit(judge, ['collect', '--answering', source, '--criu', judge.path, '-o', bundle]);
  await addProbes(judge, bundle);
};

/** Judges the restore of images from nothing but them and this host. */
export const judgeImagesIn = async (judge: JudgePlace, directory: string): Promise<Verdict> => {
  const { output } = await godwit(judge, ['preflight', '--images', directory, '--criu', judge.path, '--json']);
  return verdictSchema.parse(JSON.parse(output));
};

const asProduct = async (judge: JudgePlace, argv: readonly string[]): Promise<string> => {
  const command = [...judge.before, process.execPath, path.join(judge.places.programs, 'judge-product.js'), ...argv];
  const { code, output, errors } = await runArgv(command, { env: judge.env, deadlineMs: 60_000 });
  if (code !== 0) throw new Error(`judge-product ${argv[0]} ended with ${code}: ${(errors || output).slice(-500)}`);
  return output;
};

/** Adds directories that a person named as data of the workload to the facts of its tree. */
export const addDataDirectories = (
  judge: JudgePlace,
  source: string,
  directories: readonly string[],
): Promise<string> => asProduct(judge, ['data', source, ...directories]);

/** Has the destination answer what a move of the portal asks there: containers through their runtime, places for files. */
export const answerAsProduct = async (judge: JudgePlace, source: string, bundle: string): Promise<void> => {
  await godwit(judge, ['collect', '--criu', judge.path, '--with-names', '-o', bundle]);
  await asProduct(judge, ['answer', source, bundle]);
};

/** Judges as the portal does. */
export const judgeAsProduct = async (
  judge: JudgePlace,
  source: string,
  { destination = '-', staging }: { destination?: string; staging?: StagingWish },
): Promise<Verdict> => {
  const wish = staging === undefined ? '-' : JSON.stringify(staging);
  return verdictSchema.parse(JSON.parse(await asProduct(judge, ['judge', source, destination, wish])));
};

/** Judges from the facts alone. */
export const judgeBundle = async (judge: JudgePlace, source: string, destination: string | null): Promise<Verdict> => {
  const purpose = destination === null ? ['--for', 'here'] : ['--for', 'move', '--destination', destination];
  const { output } = await godwit(judge, ['judge', source, ...purpose, '--json']);
  return verdictSchema.parse(JSON.parse(output));
};
