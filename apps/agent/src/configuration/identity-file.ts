import { readFileSync } from 'node:fs';
import path from 'node:path';
import { GodwitError } from '@godwit/domain/errors';
import { z } from 'zod';
import { writeFileDurably } from './write-file-durably.ts';

/** What `agent join` leaves behind: who this host is, how it proves it, and which server it believes. */
export const identitySchema = z.object({
  version: z.literal(1),
  server: z.url({ protocol: /^https$/ }),
  /** SHA-256 of the certificate that the administrator copied together with the command. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  /** The certificate with that fingerprint: the only root of trust for this server. */
  certificate: z.string(),
  hostId: z.uuid(),
  name: z.string(),
  credential: z.string().min(32),
});
export type Identity = z.infer<typeof identitySchema>;

const identityPath = (stateDir: string): string => path.join(stateDir, 'identity.json');

export const writeIdentity = (stateDir: string, identity: Identity): void =>
  writeFileDurably(identityPath(stateDir), `${JSON.stringify(identity, null, 2)}\n`);

/** Throws `not-found` when this host has not joined and `input-invalid` when the file is damaged. */
export const readIdentity = (stateDir: string): Identity => {
  const file = identityPath(stateDir);
  const parsed = identitySchema.safeParse(parseJson(readText(file)));
  if (parsed.success) return parsed.data;
  throw new GodwitError({
    code: 'input-invalid',
    message: `${file} is damaged, so the agent cannot prove who it is.`,
    remedy: 'Join this host again: make a new enrolment in the portal and run its command.',
  });
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const report = {
      code: 'not-found' as const,
      message: `${file} cannot be read, so this host has not joined a portal.`,
      remedy: 'Open "Enrol a host" in the portal and run the command it shows.',
    };
    throw new GodwitError(report, { cause });
  }
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
