import { z } from 'zod';

/** A sign of life every five seconds; not spooled, its number is 0. */
export const hostHeartbeat = {
  type: 'host.heartbeat',
  body: z.object({
    bootId: z.string(),
    loadOne: z.number(),
    memoryAvailableBytes: z.number(),
    runs: z.array(z.uuid()),
  }),
} as const;
