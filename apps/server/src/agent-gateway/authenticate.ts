import { timingSafeEqual } from 'node:crypto';
import { type Handshake, handshakeSchema, protocolVersion } from '@godwit/agent-protocol';
import { type Database, findHost, type HostRecord } from '@godwit/history-store';
import { z } from 'zod';
import { hashSecret } from '../state/secrets.ts';
import { credentialRefused, handshakeMalformed, hostRevoked, protocolRefused } from './refusals.ts';

export interface Authenticated {
  host: HostRecord;
  handshake: Handshake;
}

/** Who connects. Throws a GodwitError that says why nobody is let in. */
export const authenticate = async (database: Database, raw: unknown): Promise<Authenticated> => {
  refuseOtherProtocol(raw);
  const handshake = handshakeSchema.safeParse(raw);
  if (!handshake.success) throw handshakeMalformed();
  const host = await findHost(database, handshake.data.hostId);
  if (host === null || !isSame(host.credentialHash, hashSecret(handshake.data.credential))) throw credentialRefused();
  if (host.revokedAt !== null) throw hostRevoked(host.name);
  return { host, handshake: handshake.data };
};

/** Looked at before the rest, because the rest may look different in another version. */
const refuseOtherProtocol = (raw: unknown): void => {
  const head = z.object({ protocolVersion: z.number() }).safeParse(raw);
  if (!head.success) throw handshakeMalformed();
  if (head.data.protocolVersion !== protocolVersion) throw protocolRefused(head.data.protocolVersion);
};

const isSame = (stored: string, given: string): boolean =>
  stored.length === given.length && timingSafeEqual(Buffer.from(stored), Buffer.from(given));
