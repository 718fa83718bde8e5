import { workloadSchema } from '@godwit/domain/facts';
import { z } from 'zod';

/** Asks for the workloads as they are now; the agent also sends `workloads.listed` by itself when they change. */
export const listWorkloads = {
  type: 'list-workloads',
  request: z.object({}),
  result: z.object({ workloads: z.array(workloadSchema) }),
} as const;
