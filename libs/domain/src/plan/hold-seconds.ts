import { payloadShare } from '../estimate/limit-bandwidth.ts';
import { longestHoldSeconds } from './move-controls.ts';

const shortestSeconds = 30;
/** What the slowest link worth a move carries, disk syncs included. */
const assumedBytesPerSecond = 20 * 1024 * 1024;

/** How long the source may stay frozen for a tree of so many bytes before it gives itself back, in seconds. */
export const holdSecondsFor = (expectedBytes: number, bandwidthBytesPerSecond = Number.POSITIVE_INFINITY): number => {
  const bytesPerSecond = Math.min(assumedBytesPerSecond, bandwidthBytesPerSecond * payloadShare);
  return Math.min(longestHoldSeconds, shortestSeconds + Math.ceil(expectedBytes / bytesPerSecond));
};
