import { workloadSchema } from '@godwit/domain/facts';
import { z } from 'zod';

/** All workloads of the host, at connection and when the list changed. */
export const workloadsListed = {
  type: 'workloads.listed',
  body: z.object({ workloads: z.array(workloadSchema) }),
} as const;
