import type { TimeRange } from './move-size.ts';

/** `perhaps`: the limit lies within the range. */
export type Fit = 'yes' | 'perhaps' | 'no';

/** Whether a time that was estimated stays within a limit, such as the two minutes of a cloud's notice. Milliseconds. */
export const fitsInto = ({ low, high }: TimeRange, limitMs: number): Fit => {
  if (high <= limitMs) return 'yes';
  return low > limitMs ? 'no' : 'perhaps';
};
