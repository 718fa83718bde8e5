import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { prepareCriuThroughRuntime, runcCheckpointArguments, runcRestoreArguments } from '@godwit/criu-driver';
import { outputTo } from '../../tools/lab/output-to.mjs';
import { CannotStart } from './cannot-start.ts';
import { type CriuRun, causeIn } from './criu.ts';
import { type Kept, keep } from './keeper.ts';
import type { Places } from './places.ts';
import { runArgv } from './run-argv.ts';
import type { ContainerShape } from './scenario.ts';
import { until } from './tree.ts';

/** A container of runc, as an administrator would start it. */
export interface TruthContainer {
  id: string;
  bundle: string;
  /** First process, as this machine counts. */
  pid: number;
  end: () => Promise<void>;
}

export const runc = '/usr/sbin/runc';
const stateRoot = '/run/runc';
const folders = ['usr', 'proc', 'dev', 'sys', 'tmp', 'var'];
const links = ['bin', 'lib', 'lib64', 'sbin'];

const bound = (source: string, access: 'ro' | 'rw') => ({
  destination: source,
  type: 'bind',
  source,
  options: ['rbind', access],
});

interface Starting {
  places: Places;
  work: string;
  directory: string;
  shape: ContainerShape;
}

interface Spec {
  process: object;
  mounts: object[];
  linux: object;
}

const makeBundle = async ({ places, work, directory, shape }: Starting, id: string): Promise<string> => {
  const bundle = path.join(work, 'bundle');
  const inRoot = (name: string): string => path.join(bundle, 'rootfs', name);
  for (const name of [...folders, directory, places.programs]) mkdirSync(inRoot(name), { recursive: true });
  for (const name of links) symlinkSync(`usr/${name}`, inRoot(name));
  const made = await runArgv([runc, 'spec', '--bundle', bundle]);
  if (made.code !== 0) throw new CannotStart(`runc spec: ${made.errors}`);
  const file = path.join(bundle, 'config.json');
  const spec = JSON.parse(readFileSync(file, 'utf8')) as Spec;
  const args = ['/usr/bin/python3', path.join(places.programs, 'processes/hold.py')];
  const own = { terminal: shape.terminal === true, args, cwd: directory, rlimits: [] };
  const mounts = [...spec.mounts, bound('/usr', 'ro'), bound(places.programs, 'ro'), bound(directory, 'rw')];
  const linux = { ...spec.linux, cgroupsPath: `/godwit-truth-${id}` };
  const changed = { ...spec, process: { ...spec.process, ...own }, mounts, linux, root: { path: 'rootfs' } };
  writeFileSync(file, JSON.stringify(changed));
  return bundle;
};

const pidOf = (id: string): number => {
  const file = path.join(stateRoot, id, 'state.json');
  if (!existsSync(file)) return 0;
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { init_process_pid: number }).init_process_pid;
  } catch {
    // It is being written.
    return 0;
  }
};

/** Starts a container that holds what the spec in its directory names. */
export const startContainer = async (starting: Starting): Promise<TruthContainer> => {
  const { places, work, directory, shape } = starting;
  const id = `truth-${process.pid}-${path.basename(work)}`;
  const bundle = await makeBundle(starting, id);
  const kept: Kept[] = [];
  const end = async (): Promise<void> => {
    await runArgv([runc, 'delete', '--force', id]);
    await Promise.all(kept.map((one) => one.end()));
    removeGroups(id);
  };
  const run = (argv: readonly string[], name: string): void => {
    kept.push(keep(places, { argv, cwd: '/', output: path.join(work, name), how: 'leader' }));
  };
  try {
    const socket = path.join(work, 'console');
    if (shape.terminal === true) {
      run(['/usr/bin/python3', path.join(places.programs, 'processes/console.py'), socket], 'console.output');
      await until(() => existsSync(socket), 5000);
    }
    const consoleArgument = shape.terminal === true ? ['--console-socket', socket] : [];
    const argv = [runc, '--log', path.join(work, 'runc.log'), 'run', '--detach', ...consoleArgument];
    run(
      outputTo([...argv, '--bundle', bundle, id], shape.output === 'file' ? `${directory}.output` : undefined),
      'run',
    );
    const isReady = await until(() => existsSync(path.join(directory, 'ready')) && pidOf(id) > 0, 12_000);
    if (!isReady) throw new CannotStart(`The container is not ready: ${logOf(work)}`);
    if (shape.session === true) {
      await runArgv(outputTo([runc, 'exec', '--detach', id, '/usr/bin/sleep', '1000']));
      await until(() => membersOf(id) > 1, 5000);
    }
    return { id, bundle, pid: pidOf(id), end };
  } catch (error) {
    await end();
    throw error;
  }
};

const logOf = (work: string): string => {
  const file = path.join(work, 'runc.log');
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-300) : '';
};

const hierarchies = '/sys/fs/cgroup';

/** Processes in the cgroup of a container, `exec` sessions among them. */
export const membersOf = (id: string): number => {
  const file = path.join(hierarchies, 'pids', `godwit-truth-${id}`, 'cgroup.procs');
  const unified = path.join(hierarchies, `godwit-truth-${id}`, 'cgroup.procs');
  const found = [file, unified].find((one) => existsSync(one));
  return found === undefined ? 0 : readFileSync(found, 'utf8').split('\n').filter(Boolean).length;
};

const removeGroups = (id: string): void => {
  const parents = [hierarchies, ...readdirSync(hierarchies).map((name) => path.join(hierarchies, name))];
  for (const parent of parents) {
    const group = path.join(parent, `godwit-truth-${id}`);
    if (existsSync(group)) removeGroup(group);
  }
};

/** runc removes it too; who is first does not matter. */
const removeGroup = (group: string): void => {
  try {
    rmdirSync(group);
  } catch {
    // It is gone, or the next run takes it.
  }
};

export interface ThroughRuntime {
  /** argv that comes before: of nsenter. */
  before: readonly string[];
  criuPath: string;
  id: string;
  bundle: string;
  /** Seen on both sides. */
  imagesDir: string;
  workDir: string;
  options: readonly string[];
}

const partsOf = (one: ThroughRuntime) => {
  mkdirSync(one.workDir, { recursive: true });
  mkdirSync(one.imagesDir, { recursive: true });
  const { id, imagesDir, workDir, options, criuPath } = one;
  const { PATH = '' } = prepareCriuThroughRuntime({ dir: one.workDir, criuPath, actionScript: null, options });
  return {
    PATH,
    common: { runtimePath: runc, id, imagesDir, workDir, logFile: path.join(workDir, 'runc.log'), options },
  };
};

/** `runc checkpoint`, which ends the container when it passes. */
export const checkpoint = async (one: ThroughRuntime): Promise<CriuRun> => {
  const { PATH, common } = partsOf(one);
  const argv = runcCheckpointArguments({ ...common, leaveRunning: false });
  const { code, errors } = await runArgv([...one.before, 'env', `PATH=${PATH}`, ...argv], { deadlineMs: 60_000 });
  const said = { text: errors, raw: errors };
  return { code, cause: code === 0 ? null : (causeIn(path.join(one.workDir, 'dump.log')) ?? said) };
};

/** `runc restore`. What comes back has a keeper; `end` takes the container away. */
export const restoreContainer = async (
  places: Places,
  one: ThroughRuntime,
): Promise<CriuRun & { end: () => Promise<void> }> => {
  const { PATH, common } = partsOf(one);
  const argv = outputTo(runcRestoreArguments({ ...common, bundle: one.bundle }));
  const kept = keep(places, {
    argv: [...one.before, 'env', `PATH=${PATH}`, ...argv],
    cwd: '/',
    output: path.join(one.workDir, 'restore'),
    how: 'leader',
    wait: true,
  });
  const timer = setTimeout(() => void kept.end(), 30_000);
  const code = await kept.ended;
  clearTimeout(timer);
  const end = async (): Promise<void> => {
    await runArgv([...one.before, runc, 'delete', '--force', one.id]);
    await kept.end();
    removeGroups(one.id);
  };
  return { code, cause: code === 0 ? null : causeIn(path.join(one.workDir, 'restore.log')), end };
};
