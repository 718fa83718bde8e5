import { z } from 'zod';
import { auditEventSchema } from '../shapes/audit-event.ts';
import { cursorSchema, limitSchema, timeSchema } from '../shapes/ids.ts';

export const listAuditEventsInput = z.object({
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  cursor: cursorSchema.optional(),
  limit: limitSchema,
});

export const listAuditEventsOutput = z.object({
  items: z.array(auditEventSchema),
  nextCursor: cursorSchema.nullable(),
});
