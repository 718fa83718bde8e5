import { runEventSchema } from '@godwit/domain/run';
import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';

export const liveEventsInput = z.object({
  topics: z.object({
    /** Every event of one run, from the start or from `lastEventId` on. */
    runId: idSchema.optional(),
    /** Hosts and runs that changed. */
    fleet: z.boolean().optional(),
    workloadId: idSchema.optional(),
  }),
  /** Opaque: the id of the last event that arrived. tRPC fills it in when it reconnects. */
  lastEventId: z.string().max(60).nullish(),
});

/** What travels: run events whole, everything else only as a hint that something is to be read again. */
export const liveEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run.event'), event: runEventSchema }),
  z.object({ type: z.literal('fleet.changed'), hostId: idSchema.nullable() }),
  z.object({ type: z.literal('workload.changed'), workloadId: idSchema }),
  z.object({ type: z.literal('heartbeat') }),
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;
