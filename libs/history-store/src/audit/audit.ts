import type { Database } from '../connection/database.ts';
import { asJson } from '../connection/json.ts';
import type { AuditEvent } from '../generated/client.ts';

export type AuditRecord = AuditEvent;
export type AuditVia = 'session' | 'token' | 'agent' | 'server';

export interface NewAuditEvent {
  actorId: string;
  actor: string;
  via: AuditVia;
  /** noun.past-tense */
  action: string;
  object: string;
  detail?: Record<string, string>;
}

/** Adds one line to the audit. Belongs into the transaction of the change that it tells of. */
export const recordAudit = async (database: Database, event: NewAuditEvent): Promise<void> => {
  await database.auditEvent.create({ data: { ...event, detail: asJson(event.detail ?? {}) } });
};

export interface AuditFilters {
  actor?: string | undefined;
  action?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

/** Newest first, from before `cursor` on. */
export const listAudit = (
  database: Database,
  { filters, before, limit }: { filters: AuditFilters; before: bigint | null; limit: number },
): Promise<AuditRecord[]> =>
  database.auditEvent.findMany({
    where: {
      ...(before === null ? {} : { id: { lt: before } }),
      ...(filters.actor ? { actor: { contains: filters.actor, mode: 'insensitive' } } : {}),
      ...(filters.action ? { action: { startsWith: filters.action } } : {}),
      ...(filters.from || filters.to
        ? { at: { ...(filters.from ? { gte: filters.from } : {}), ...(filters.to ? { lt: filters.to } : {}) } }
        : {}),
    },
    orderBy: { id: 'desc' },
    take: limit,
  });
