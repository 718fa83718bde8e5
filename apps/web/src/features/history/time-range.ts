const minute = 60_000;

export const relativeRanges = [
  { value: '1h', label: 'Last hour', ms: 60 * minute },
  { value: '24h', label: 'Last 24 hours', ms: 24 * 60 * minute },
  { value: '7d', label: 'Last 7 days', ms: 7 * 24 * 60 * minute },
  { value: '30d', label: 'Last 30 days', ms: 30 * 24 * 60 * minute },
] as const;

export interface RangeParams {
  /** One of `relativeRanges`, or `between` with the two days. */
  range: string | null;
  /** Days as YYYY-MM-DD in the reader's zone; both are included. */
  from: string | null;
  to: string | null;
}

const startOfDay = (day: string | null): Date | null => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day ?? '')) return null;
  const date = new Date(`${day}T00:00:00`);
  return Number.isNaN(date.getTime()) ? null : date;
};

/** The range of the address as times for the server; an empty object is any time. */
export const readRange = ({ range, from, to }: RangeParams, nowMs: number): { from?: string; to?: string } => {
  const relative = relativeRanges.find(({ value }) => value === range);
  if (relative) {
    // Whole minutes, so that the same page asks the same question for a while and is not read again on every render.
    const start = Math.floor((nowMs - relative.ms) / minute) * minute;
    return { from: new Date(start).toISOString() };
  }
  if (range !== 'between') return {};
  const [first, last] = [startOfDay(from), startOfDay(to)];
  last?.setDate(last.getDate() + 1);
  return { ...(first ? { from: first.toISOString() } : {}), ...(last ? { to: last.toISOString() } : {}) };
};
