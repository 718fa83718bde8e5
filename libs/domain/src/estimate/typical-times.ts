import type { MoveSize } from './move-size.ts';

/** Milliseconds. */
export interface TypicalTimes {
  frozen: number;
  switchOver: number;
  total: number;
}

const mebibyte = 1024 * 1024;

/**
 * The first guess for two hosts that never moved anything between them. A straight line in processes and bytes: CRIU seizes,
 * infects and restores task by task, and everything else is pages. The numbers were measured with CRIU 4.2.1 on two cores over a
 * virtual link (64 MiB in one process: 0.5 s to 0.8 s switch-over); a slower disk or link is what the wide range is for.
 */
export const typicalTimes = ({ memoryBytes, processes }: MoveSize): TypicalTimes => {
  const mebibytes = memoryBytes / mebibyte;
  const frozen = 60 + 15 * processes + 2 * mebibytes;
  const switchOver = frozen + 300 + 25 * processes + 2 * mebibytes;
  return { frozen, switchOver, total: switchOver + 2500 };
};
