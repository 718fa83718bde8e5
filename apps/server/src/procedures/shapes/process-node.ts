import { severities } from '@godwit/domain/verdict';
import { z } from 'zod';

/** One task of a workload's tree; `findingSeverity` is the worst one the last preflight found on it. */
export const processNodeSchema = z.object({
  pid: z.number().int(),
  ppid: z.number().int(),
  comm: z.string(),
  command: z.string(),
  rssBytes: z.number(),
  /** null when they could not be read. */
  fds: z.number().int().nullable(),
  threads: z.number().int(),
  /** One letter as in /proc/PID/stat field 3. */
  state: z.string(),
  findingSeverity: z.enum(severities).nullable(),
});
export type ProcessNode = z.infer<typeof processNodeSchema>;
