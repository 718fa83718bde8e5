const shortestSeconds = 30;
const longestSeconds = 900;
/** What the slowest link worth a move carries, disk syncs included. */
const assumedBytesPerSecond = 20 * 1024 * 1024;

/** How long the source may stay frozen for a tree of so many bytes before it gives itself back, in seconds. */
export const holdSecondsFor = (expectedBytes: number): number =>
  Math.min(longestSeconds, shortestSeconds + Math.ceil(expectedBytes / assumedBytesPerSecond));
