import type { TimeRange } from '@godwit/domain/estimate';

const percent = (share: number): string => `${(Math.min(1, share) * 100).toFixed(1)}%`;

/** Where a range stands on a scale from zero to `end`, as CSS lengths. */
export const placeRange = (
  { low, likely, high }: TimeRange,
  end: number,
): { left: string; width: string; likely: string } => {
  const scale = Math.max(1, end);
  return { left: percent(low / scale), width: percent((high - low) / scale), likely: percent(likely / scale) };
};
