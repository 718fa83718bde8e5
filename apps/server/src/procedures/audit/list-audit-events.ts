import { listAudit } from '@godwit/history-store';
import { presentAuditEvent } from '../../presenters/present-audit-event.ts';
import { adminProcedure } from '../trpc.ts';
import { listAuditEventsInput, listAuditEventsOutput } from './list-audit-events.schema.ts';

export const listAuditEvents = adminProcedure
  .input(listAuditEventsInput)
  .output(listAuditEventsOutput)
  .query(async ({ ctx, input: { actor, action, from, to, cursor, limit } }) => {
    const filters = { actor, action, from: from ? new Date(from) : undefined, to: to ? new Date(to) : undefined };
    const before = cursor === undefined ? null : BigInt(cursor);
    const rows = await listAudit(ctx.store.database, { filters, before, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const nextCursor = rows.length > limit ? String(items.at(-1)?.id) : null;
    return { items: items.map(presentAuditEvent), nextCursor };
  });
