import { setTimeout as sleep } from 'node:timers/promises';
import { payloadShare } from '@godwit/domain/estimate';

/** How much may go out at once after a pause, in milliseconds of the rate. */
const burstMs = 20;
/** One piece takes at most this long at the rate, so that the line is used evenly. */
const pieceMs = 50;
const leastPieceBytes = 4096;

/** A token bucket for what is sent: tokens are milliseconds of the line. */
export interface RateLimit {
  /** How much should be sent at once. */
  readonly pieceBytes: number;
  /** Resolves when so many bytes may go out. */
  take: (bytes: number) => Promise<void>;
}

/**
 * @param bytesPerSecond what may be seen on the wire; the headers' share is set aside
 * @param now milliseconds of a clock that never goes back
 */
export const createRateLimit = (
  bytesPerSecond: number,
  now: () => number = () => performance.now(),
  wait: (ms: number) => Promise<unknown> = sleep,
): RateLimit => {
  const bytesPerMs = (bytesPerSecond * payloadShare) / 1000;
  let usedUntil = now();
  return {
    pieceBytes: Math.max(leastPieceBytes, Math.floor(bytesPerMs * pieceMs)),
    async take(bytes) {
      usedUntil = Math.max(usedUntil, now() - burstMs) + bytes / bytesPerMs;
      // A timer may come early by less than a millisecond.
      for (let left = usedUntil - now(); left > 0; left = usedUntil - now()) await wait(Math.ceil(left));
    },
  };
};
