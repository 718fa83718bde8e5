import { z } from 'zod';
import { timeSchema } from './ids.ts';

export const auditEventSchema = z.object({
  id: z.string(),
  at: timeSchema,
  actor: z.string(),
  /** noun.past-tense, for example `host.revoked`. */
  action: z.string(),
  /** What it was done to, in words. */
  object: z.string(),
  detail: z.record(z.string(), z.string()),
  /** `server` for what Godwit did by itself, `agent` for what a host did. */
  via: z.enum(['session', 'token', 'agent', 'server']),
});
export type AuditEventView = z.infer<typeof auditEventSchema>;
