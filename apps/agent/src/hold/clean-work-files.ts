import { mkdirSync, rmSync } from 'node:fs';
import type { RunPaths } from './run-paths.ts';

/** CRIU appends to no file of an earlier try, and refuses to overwrite a pid file. */
export const cleanWorkFiles = (paths: RunPaths): void => {
  rmSync(paths.work, { recursive: true, force: true });
  mkdirSync(paths.work, { recursive: true, mode: 0o700 });
  rmSync(paths.rootPid, { force: true });
};
