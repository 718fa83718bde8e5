import { mkdirSync, rmSync } from 'node:fs';
import { unmountBelow } from '@godwit/criu-driver';
import { removeRootsYard } from './remove-roots-yard.ts';
import type { RunPaths } from './run-paths.ts';

/** CRIU appends to no file of an earlier try, refuses to overwrite a pid file, and leaves its mounts behind when it is killed. */
export const cleanWorkFiles = async (paths: RunPaths): Promise<void> => {
  await leaveNoMounts(paths);
  rmSync(paths.work, { recursive: true, force: true });
  mkdirSync(paths.work, { recursive: true, mode: 0o700 });
  rmSync(paths.rootPid, { force: true });
};

/** Takes away what a CRIU that was killed while it restored left mounted below its work directory, and its directory in /tmp. */
export const leaveNoMounts = async (paths: RunPaths): Promise<void> => {
  await unmountBelow(paths.work);
  removeRootsYard(paths);
};
