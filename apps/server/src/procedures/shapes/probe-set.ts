import { capabilityMatrixSchema, probeOutcomes, probeTriggerSchema } from '@godwit/domain/facts';
import { z } from 'zod';
import { idSchema, timeSchema } from './ids.ts';

/** `interrupted`: it was under way when it was last heard of, and that was too long ago. */
const shownStates = ['waiting', 'running', 'finished', 'cancelled', 'failed', 'interrupted'] as const;

export const probeSetSummarySchema = z.object({
  id: idSchema,
  hostId: idSchema,
  trigger: probeTriggerSchema,
  state: z.enum(shownStates),
  done: z.number().int(),
  total: z.number().int(),
  startedAt: timeSchema,
  updatedAt: timeSchema,
  criuVersion: z.string().nullable(),
  kernel: z.string().nullable(),
  problem: z.string().nullable(),
});
export type ProbeSetSummary = z.infer<typeof probeSetSummarySchema>;

const countsSchema = z.record(z.enum(probeOutcomes), z.number().int());

/** With every result, and what a person should know first. */
export const probeSetDetailSchema = probeSetSummarySchema.extend({
  matrix: capabilityMatrixSchema.nullable(),
  /** Null before there is a matrix. */
  summary: z
    .object({
      counts: countsSchema,
      groups: z.array(z.object({ group: z.string(), counts: countsSchema })),
      /** Ids of probes: what nearly every program holds, or a move relies on, and was seen to fail here. */
      missing: z.array(z.string()),
      untried: z.array(z.string()),
    })
    .nullable(),
});
export type ProbeSetDetail = z.infer<typeof probeSetDetailSchema>;
