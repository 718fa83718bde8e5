import { readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { type Fact, type HostFacts, hostFactsSchema, known, unknown } from '@godwit/domain/facts';
import { runProgram } from '../program/run-program.ts';
import { criuFeatureNames } from './feature-names.ts';
import { readCriuBuild } from './read-criu-build.ts';
import { readCriuCpu } from './read-criu-cpu.ts';

type CriuFacts = Extract<HostFacts['criu'], { known: true }>['value'];

/** Each start of CRIU probes the kernel for some 50 ms, so that few at once are quicker than all. */
const atOnce = 3;

/**
 * What CRIU at `criuPath` is and can do on this kernel. Kept in `cacheFile`, where given, for as long as program, kernel
 * and boot stay the same. `tcpProbe` is left null: it takes a probe process.
 */
export const readCriuFacts = async (criuPath: string, cacheFile?: string): Promise<Fact<CriuFacts>> => {
  try {
    const key = describe(criuPath);
    const cached = cacheFile === undefined ? null : readCache(cacheFile, key);
    if (cached) return known(cached, 'criu check, remembered');
    const facts = await askCriu(criuPath);
    if (cacheFile !== undefined && facts.known) writeCache(cacheFile, key, facts.value);
    return facts;
  } catch (error) {
    return unknown(`${criuPath} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const askCriu = async (criuPath: string): Promise<Fact<CriuFacts>> => {
  const { code, stdout, stderr } = await runProgram([criuPath, '--version']);
  const version = /^Version:\s*(\S+)/m.exec(stdout)?.[1];
  if (code !== 0 || version === undefined) return unknown(`${criuPath} --version failed: ${(stderr || stdout).trim()}`);
  const [checkProblem, features] = await Promise.all([check(criuPath), checkFeatures(criuPath)]);
  const build = await attempt('The build of CRIU', () => readCriuBuild(criuPath));
  const cpu = await attempt('The processor as CRIU sees it', () => readCriuCpu(criuPath));
  return known({ path: criuPath, version, checkProblem, features, tcpProbe: null, build, cpu }, 'criu check');
};

const attempt = async <T>(what: string, read: () => T | Promise<T>): Promise<Fact<T>> => {
  try {
    return known(await read());
  } catch (error) {
    return unknown(`${what} could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const check = async (criuPath: string): Promise<string | null> => {
  const { code, stdout, stderr } = await runProgram([criuPath, 'check']);
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '' && !harmless.test(line));
  return code === 0 ? null : (lines[0] ?? `criu check ended with ${code}`);
};

/** Printed on every host without CAP_SYS_RESOURCE; nothing follows from it. */
const harmless = /rlimit: Can't setup RLIMIT_NOFILE for self/;

const checkFeatures = async (criuPath: string): Promise<Record<string, boolean>> => {
  const names: string[] = [...criuFeatureNames];
  const found: [string, boolean][] = [];
  const worker = async () => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const { code } = await runProgram([criuPath, 'check', '--feature', name]);
      found.push([name, code === 0]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return Object.fromEntries(found.sort(([one], [other]) => one.localeCompare(other)));
};

const describe = (criuPath: string): string => {
  const file = realpathSync(criuPath);
  const { size, mtimeMs, ino } = statSync(file);
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return ['3', file, ino, size, mtimeMs, bootId].join('|');
};

const readCache = (cacheFile: string, key: string): CriuFacts | null => {
  try {
    const cached = JSON.parse(readFileSync(cacheFile, 'utf8')) as { key?: unknown; facts?: unknown };
    const facts = hostFactsSchema.shape.criu.safeParse(known(cached.facts as CriuFacts));
    return cached.key === key && facts.success && facts.data.known ? facts.data.value : null;
  } catch {
    return null;
  }
};

const writeCache = (cacheFile: string, key: string, facts: CriuFacts): void => {
  try {
    writeFileSync(`${cacheFile}.new`, JSON.stringify({ key, facts }), { mode: 0o600 });
    renameSync(`${cacheFile}.new`, cacheFile);
  } catch {
    // Without the cache CRIU is only asked again.
  }
};
