import { copyChoices } from '@godwit/domain/checkpoints';
import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';

export const readCopyInput = z.object({ checkpointId: idSchema });

export const readCopyOutput = z.object({
  state: z.enum(['gone', 'runs', 'unknown']),
  /** What is known, in words. */
  text: z.string(),
  /** Address that the workload was reached by; the move took it along. */
  serviceAddress: z.string().nullable(),
  /** What an administrator may decide while nobody says whether it runs, and what is to be typed for it. */
  choices: z.array(z.object({ choice: z.enum(copyChoices), label: z.string(), confirmName: z.string() })),
});
