import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { HoldContext } from './hold-context.ts';

/** Removes the memory images of a run. One that cannot be removed now is tried again by the sweep, and holds nothing up. */
export const removeImages = ({ journal, paths, log }: HoldContext): void => {
  try {
    // What is mounted there is taken away by the sweep; its memory is free as soon as the files are gone.
    if (journal.standing.some(({ type }) => type === 'mount'))
      for (const name of readdirSync(paths.images))
        rmSync(path.join(paths.images, name), { recursive: true, force: true });
    else rmSync(paths.images, { recursive: true, force: true });
  } catch (error) {
    log(`The images could not be removed: ${error instanceof Error ? error.message : String(error)}`);
  }
};
