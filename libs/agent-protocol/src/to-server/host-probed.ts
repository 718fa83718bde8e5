import { capabilityMatrixSchema, probeSetStateSchema, probeTriggerSchema } from '@godwit/domain/facts';
import { z } from 'zod';

/** How far a set of probes on this host has come, every few seconds, and at its end what was seen. */
export const hostProbed = {
  type: 'host.probed',
  body: z.object({
    setId: z.uuid(),
    trigger: probeTriggerSchema,
    state: probeSetStateSchema,
    /** On the agent's clock. */
    startedAt: z.iso.datetime(),
    done: z.number().int().nonnegative(),
    total: z.number().int().nonnegative(),
    /** Present once it is finished, or cut short. */
    matrix: capabilityMatrixSchema.nullable(),
    /** Why it failed; null otherwise. */
    problem: z.string().nullable(),
  }),
} as const;
