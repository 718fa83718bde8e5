import { randomUUID } from 'node:crypto';
import { createEnrolment, type NewAuditEvent, recordAudit } from '@godwit/history-store';
import type { ServerParts } from '../parts.ts';
import { hashSecret, makeSecret } from '../state/secrets.ts';

const validMs = 3600 * 1000;
const agentStateDir = '/var/lib/godwit-agent';

interface EnrolmentOffer {
  id: string;
  token: string;
  fingerprint: string;
  url: string;
  command: string;
  expiresAt: Date;
}

interface EnrolmentWish {
  /** Null: the host may choose its name. */
  name: string | null;
  actor: Pick<NewAuditEvent, 'actorId' | 'actor' | 'via'>;
}

type Parts = Pick<ServerParts, 'store' | 'settings' | 'certificate' | 'now'>;

/** A one-time token with which one host may join within the hour, and the command to run there. */
export const offerEnrolment = async (parts: Parts, { name, actor }: EnrolmentWish): Promise<EnrolmentOffer> => {
  const { store, settings, certificate, now } = parts;
  const id = randomUUID();
  const token = `gde_${makeSecret()}`;
  const expiresAt = new Date(now().getTime() + validMs);
  await store.inTransaction(async (database) => {
    await createEnrolment(database, { id, name, tokenHash: hashSecret(token), createdBy: actor.actor, expiresAt });
    await recordAudit(database, { ...actor, action: 'enrolment.created', object: name ?? 'any host' });
  });
  const { agentUrl: url, agentCommand } = settings;
  const { fingerprint } = certificate;
  const where = ['--state-dir', agentStateDir];
  const join = [agentCommand, 'join', '--server', url, '--token', token, '--fingerprint', fingerprint];
  const named = [...join, '--name', name ?? '$(hostname -s)', ...where];
  // Joining alone connects nothing, so the command goes on with the agent itself.
  const command = [...named, '&&', agentCommand, 'run', ...where].join(' ');
  return { id, token, fingerprint, url, command, expiresAt };
};
