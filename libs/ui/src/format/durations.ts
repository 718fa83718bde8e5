/** Milliseconds as people say them: 0.4 ms, 312 ms, 1.8 s, 3 min 5 s, 2 h 10 min. */
export const formatMs = (ms: number): string => {
  if (ms < 10) return `${ms.toFixed(1).replace(/\.0$/, '')} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** Microseconds, as CRIU counts them. */
export const formatUs = (us: number): string => formatMs(us / 1000);

/** A time that is not known yet, from its least to its most: 400 ms to 1.20 s. */
export const formatRange = ({ low, high }: { low: number; high: number }): string =>
  `${formatMs(low)} to ${formatMs(high)}`;

/** A running clock with a fixed number of digits, so that it does not jump: 00.412, 01:02.300. */
export const formatClock = (ms: number): string => {
  const total = Math.max(0, Math.floor(ms));
  const seconds = Math.floor(total / 1000);
  const tail = `${String(seconds % 60).padStart(2, '0')}.${String(total % 1000).padStart(3, '0')}`;
  return seconds < 60 ? tail : `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${tail}`;
};
