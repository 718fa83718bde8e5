import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeFileDurably } from '../configuration/write-file-durably.ts';

const keyFile = (stateDir: string): string => path.join(stateDir, 'signing-key.pem');

/** The agent's own Ed25519 key, which outlives its runs: made once, known to nobody else, never sent anywhere. */
const readKey = (stateDir: string): KeyObject => {
  const file = keyFile(stateDir);
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileDurably(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
  return createPrivateKey(readFileSync(file, 'utf8'));
};

/** The public half, as SubjectPublicKeyInfo in base64. */
export const ensureSigningKey = (stateDir: string): string =>
  createPublicKey(readKey(stateDir)).export({ type: 'spki', format: 'der' }).toString('base64');

/** Hexadecimal SHA-256 of a public key: what a policy names. */
export const keyFingerprint = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');

/** @returns the signature in base64 */
export const signText = (stateDir: string, text: string): string =>
  sign(null, Buffer.from(text), readKey(stateDir)).toString('base64');
