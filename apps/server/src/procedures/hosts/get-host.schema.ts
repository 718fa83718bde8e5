import { hostFactsSchema } from '@godwit/domain/facts';
import { z } from 'zod';
import { hostSummarySchema } from '../shapes/host-summary.ts';
import { idSchema, timeSchema } from '../shapes/ids.ts';

export const getHostInput = z.object({ hostId: idSchema });

export const getHostOutput = hostSummarySchema.extend({
  facts: hostFactsSchema.nullable(),
  factsReadAt: timeSchema.nullable(),
  remedy: z.object({ text: z.string(), command: z.string().nullable() }).nullable(),
});
