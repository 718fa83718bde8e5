import { hookStages, sides } from '@godwit/domain/run';
import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';

export const surroundingsInput = z.object({ preflightId: idSchema });

/** What a move does besides moving: whom it holds, and which programs of the hosts' owners run. */
export const surroundingsOutput = z.object({
  supervisors: z.array(z.object({ name: z.string(), held: z.boolean(), words: z.string() })),
  hosts: z.array(
    z.object({
      side: z.enum(sides),
      host: z.string(),
      hooks: z.array(z.object({ stage: z.enum(hookStages), program: z.string(), trouble: z.string().nullable() })),
      health: z.array(z.object({ command: z.string(), trouble: z.string().nullable() })),
      /** Why the host could not be asked; null when it was. */
      unknown: z.string().nullable(),
    }),
  ),
});
export type Surroundings = z.infer<typeof surroundingsOutput>;
