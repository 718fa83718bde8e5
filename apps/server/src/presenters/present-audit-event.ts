import type { AuditRecord } from '@godwit/history-store';
import { z } from 'zod';
import { type AuditEventView, auditEventSchema } from '../procedures/shapes/audit-event.ts';
import { presentTime } from './present-time.ts';

const detailSchema = z.record(z.string(), z.string()).catch({});

export const presentAuditEvent = ({ id, at, actor, action, object, detail, via }: AuditRecord): AuditEventView => ({
  id: String(id),
  at: presentTime(at),
  actor,
  action,
  object,
  detail: detailSchema.parse(detail),
  via: auditEventSchema.shape.via.catch('server').parse(via),
});
