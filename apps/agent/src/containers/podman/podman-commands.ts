import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  findRuntime,
  podmanCheckpointArguments,
  podmanRestoreArguments,
  prepareCriuThroughRuntime,
} from '@godwit/criu-driver';
import type { RunPaths } from '../../hold/run-paths.ts';
import { logOf, type RuntimeCommand, type RuntimeStart } from '../runtime-command.ts';
import { withPathForConmon } from './configure-conmon.ts';

/** `podman container checkpoint` in place of `criu dump`. Its archive is not used: all of it was read in the hold. */
export const podmanCheckpointCommand = (
  paths: RunPaths,
  id: string,
  start: RuntimeStart & { leaveRunning: boolean },
): RuntimeCommand => {
  const archive = path.join(paths.dir, 'podman.tar');
  const { options, leaveRunning } = start;
  return {
    argv: podmanCheckpointArguments({ podmanPath: findRuntime('podman'), id, options, leaveRunning, archive }),
    environment: prepareCriuThroughRuntime({ ...start, dir: paths.dir }),
    ownLog: logOf(paths),
    leavesOthers: true,
  };
};

/** Configuration of podman, the first of which wins (containers.conf(5)). */
const configurations = ['/etc/containers/containers.conf', '/usr/share/containers/containers.conf'];

const readConfiguration = (): string => {
  const found = configurations.find((one) => existsSync(one));
  return found === undefined ? '' : readFileSync(found, 'utf8');
};

/** `podman container restore --import` in place of `criu restore`. */
export const podmanRestoreCommand = (paths: RunPaths, archive: string, start: RuntimeStart): RuntimeCommand => {
  const { options } = start;
  const environment = prepareCriuThroughRuntime({ ...start, dir: paths.dir });
  const file = path.join(paths.dir, 'containers.conf');
  writeFileSync(file, withPathForConmon(readConfiguration(), environment.PATH ?? ''), { mode: 0o600 });
  return {
    argv: podmanRestoreArguments({ podmanPath: findRuntime('podman'), options, archive }),
    environment: { ...environment, CONTAINERS_CONF: file },
    ownLog: logOf(paths),
    leavesOthers: true,
  };
};
