import { randomUUID } from 'node:crypto';
import { enrolRequestSchema, type enrolResponseSchema, protocolVersion } from '@godwit/agent-protocol';
import { GodwitError } from '@godwit/domain/errors';
import {
  createHost,
  type Database,
  findHostByName,
  findSpendableEnrolment,
  recordAudit,
  renewHost,
  type Store,
  spendEnrolment,
} from '@godwit/history-store';
import { z } from 'zod';
import { hashSecret, makeSecret } from '../state/secrets.ts';
import { handshakeMalformed, protocolRefused } from './refusals.ts';

type EnrolRequest = z.infer<typeof enrolRequestSchema>;
type EnrolResponse = z.infer<typeof enrolResponseSchema>;

/** Trades a one-time token for a credential of the host's own. Throws `token-invalid` or `input-invalid`. */
export const enrolHost = async (store: Store, raw: unknown, now: Date): Promise<EnrolResponse> => {
  const head = z.object({ protocolVersion: z.number() }).safeParse(raw);
  if (head.success && head.data.protocolVersion !== protocolVersion) throw protocolRefused(head.data.protocolVersion);
  const request = enrolRequestSchema.safeParse(raw);
  if (!request.success) throw handshakeMalformed();
  return store.inTransaction((database) => admitHost(database, request.data, now));
};

const admitHost = async (database: Database, request: EnrolRequest, now: Date): Promise<EnrolResponse> => {
  const tokenHash = hashSecret(request.token);
  const enrolment = await findSpendableEnrolment(database, { tokenHash, now });
  if (enrolment === null) throw tokenSpent();
  if (enrolment.name !== null && enrolment.name !== request.name) throw otherName(enrolment.name, request.name);
  const known = await findHostByName(database, request.name);
  if (known !== null && known.revokedAt === null && enrolment.name === null) throw nameTaken(request.name);
  const credential = makeSecret();
  const host = {
    id: known?.id ?? randomUUID(),
    name: request.name,
    credentialHash: hashSecret(credential),
    agentVersion: request.agentVersion,
  };
  await (known === null ? createHost(database, host) : renewHost(database, host));
  if ((await spendEnrolment(database, { tokenHash, hostId: host.id, now })) === null) throw tokenSpent();
  const action = known === null ? 'host.enrolled' : 'host.enrolled-again';
  await recordAudit(database, { actorId: host.id, actor: host.name, via: 'agent', action, object: host.name });
  return { hostId: host.id, credential, name: host.name };
};

const tokenSpent = (): GodwitError =>
  new GodwitError({
    code: 'token-invalid',
    message: 'The enrolment token is unknown, too old, or was used before: each works once.',
    remedy: 'Make a new enrolment in the portal and run its command.',
  });

const otherName = (wanted: string, given: string): GodwitError =>
  new GodwitError({
    code: 'input-invalid',
    message: `The enrolment is for a host named ${wanted}, and this one calls itself ${given}.`,
    remedy: `Join with --name ${wanted}, or make an enrolment for ${given}.`,
  });

const nameTaken = (name: string): GodwitError =>
  new GodwitError({
    code: 'input-invalid',
    message: `A host named ${name} is enrolled already.`,
    remedy: 'Join under another name. To replace that host, make the enrolment for its very name, or revoke it first.',
  });
