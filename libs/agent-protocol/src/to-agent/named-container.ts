import { containerRuntimes } from '@godwit/domain/facts';
import { z } from 'zod';

/** A container by the name its runtime has for it. Where it lies and what it holds each agent reads by itself. */
export const namedContainerSchema = z.object({
  runtime: z.enum(containerRuntimes),
  id: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_+.-]{0,254}$/),
});
