import { createPublicKey, verify } from 'node:crypto';
import type { HashedManifest } from '../channel/messages.ts';

/** What an agent signs begins with what it is for, so that a signature of one thing never passes for another. */
export const runKeyText = (runId: string, fingerprint: string): string =>
  `godwit run key 1\n${runId}\n${fingerprint}\n`;

/** Names, lengths and hashes of all images, and the tasks they hold: everything that the copy is checked against. */
export const manifestText = (runId: string, manifest: HashedManifest): string =>
  `godwit images 1\n${runId}\n${JSON.stringify(manifest)}\n`;

/** False also when key or signature are none. */
export const isSignedBy = (publicKey: string, text: string, signature: string): boolean => {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
};
