import type { NewAuditEvent } from '@godwit/history-store';
import type { Caller } from '../procedures/context.ts';

/** The name under which a caller stands in lists and in the audit. */
export const callerName = ({ via, name, email }: Caller): string => (via === 'token' ? `token ${name}` : email);

/** The caller as the actor of an audit event. */
export const asActor = (caller: Caller): Pick<NewAuditEvent, 'actorId' | 'actor' | 'via'> => ({
  actorId: caller.id,
  actor: callerName(caller),
  via: caller.via,
});
