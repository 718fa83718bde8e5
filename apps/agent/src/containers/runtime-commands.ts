import {
  findRuntime,
  prepareCriuThroughRuntime,
  runcCheckpointArguments,
  runcRestoreArguments,
} from '@godwit/criu-driver';
import type { RunPaths } from '../hold/run-paths.ts';
import type { ContainerRecord } from './container-target.ts';
import type { PlacedContainer } from './place-bundle.ts';
import { podmanCheckpointCommand, podmanRestoreCommand } from './podman/podman-commands.ts';
import { logOf, type RuntimeCommand, type RuntimeStart } from './runtime-command.ts';

/** `runc checkpoint` in place of `criu dump`: same images, same log, same hook. */
export const checkpointCommand = (
  paths: RunPaths,
  { runtime, id }: Pick<ContainerRecord, 'runtime' | 'id'>,
  start: RuntimeStart & { leaveRunning: boolean; networkLock: string },
): RuntimeCommand => {
  const locked = start.options.some((option) => option.startsWith('--network-lock='));
  const options = locked ? start.options : [...start.options, `--network-lock=${start.networkLock}`];
  const { images: imagesDir, work: workDir } = paths;
  const ownLog = logOf(paths);
  if (runtime === 'podman') return podmanCheckpointCommand(paths, id, { ...start, options });
  const common = { runtimePath: findRuntime('runc'), id, imagesDir, workDir, logFile: ownLog, options };
  const { leaveRunning } = start;
  return {
    argv: runcCheckpointArguments({ ...common, leaveRunning }),
    environment: prepareCriuThroughRuntime({ ...start, dir: paths.dir, options }),
    ownLog,
  };
};

/** `runc restore` in place of `criu restore`. */
export const restoreCommand = (
  paths: RunPaths,
  { runtime, id, bundle }: PlacedContainer,
  start: RuntimeStart & { imagesDir: string; stateDir?: string },
): RuntimeCommand => {
  const { options, imagesDir, stateDir } = start;
  if (runtime === 'podman') return podmanRestoreCommand(paths, bundle, start);
  // From a scene only the directory of CRIU's log can be written.
  const ownLog = stateDir === undefined ? logOf(paths) : `${paths.work}/runtime.log`;
  const common = { runtimePath: findRuntime('runc'), id, imagesDir, workDir: paths.work, logFile: ownLog, options };
  return {
    argv: runcRestoreArguments({ ...common, bundle, ...(stateDir !== undefined && { stateDir }) }),
    environment: prepareCriuThroughRuntime({ ...start, dir: paths.dir }),
    ownLog,
  };
};
