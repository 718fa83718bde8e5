import { rmSync } from 'node:fs';
import type { HoldContext } from './hold-context.ts';

/** Removes the memory images of a run. One that cannot be removed now is tried again by the sweep, and holds nothing up. */
export const removeImages = ({ paths, log }: HoldContext): void => {
  try {
    rmSync(paths.images, { recursive: true, force: true });
  } catch (error) {
    log(`The images could not be removed: ${error instanceof Error ? error.message : String(error)}`);
  }
};
