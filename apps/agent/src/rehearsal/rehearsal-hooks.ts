import { writeFileSync } from 'node:fs';
import { holdAt, sourceScript } from '../hold/hook-script.ts';
import type { RunPaths } from '../hold/run-paths.ts';

/**
 * As in a move, but there is nothing to commit. Where CRIU was told to leave the tree running, exit 0 gives it back too, and CRIU
 * then ends with its statistics and without an error; anywhere else only another exit code does.
 */
const givingBack = `tr '\\0' '\\n' < "/proc/$PPID/cmdline" | grep -qx -- --leave-running && exit 0
exit 1`;

/** Destination: the copy is never let go, whatever lies in the directory of the run. */
const destinationScript = (paths: RunPaths): string => `${holdAt(paths, 'post-restore')}
exit 1
`;

export const writeRehearsedSourceHook = (paths: RunPaths): void => {
  writeFileSync(paths.fence, '', { mode: 0o600 });
  writeFileSync(paths.hookScript, sourceScript(paths, givingBack), { mode: 0o700 });
};

export const writeRehearsedDestinationHook = (paths: RunPaths): void =>
  writeFileSync(paths.hookScript, destinationScript(paths), { mode: 0o700 });
