import type { TimeRange } from '@godwit/domain/estimate';
import { formatBytes } from '@godwit/ui';

const between = (low: string, high: string): string => (low === high ? low : `${low} to ${high}`);

/** Bytes that are not known yet, from the least to the most. */
export const formatByteRange = ({ low, high }: Pick<TimeRange, 'low' | 'high'>): string =>
  between(formatBytes(low), formatBytes(high));

/** A number that is not known yet. */
export const formatCountRange = ({ low, high }: Pick<TimeRange, 'low' | 'high'>): string =>
  between(String(low), String(high));
