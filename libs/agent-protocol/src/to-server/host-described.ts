import { hostFactsSchema } from '@godwit/domain/facts';
import { z } from 'zod';

/** Host facts, at connection and after a change of kernel, CRIU or addresses. */
export const hostDescribed = {
  type: 'host.described',
  body: z.object({ facts: hostFactsSchema }),
} as const;
