import { createHash, webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeFileDurably } from '../configuration/write-file-durably.ts';

/** Key and certificate of one side of one run, as PEM. */
export interface RunKeys {
  key: string;
  certificate: string;
}

const dayMs = 86_400_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Makes the key pair of this run and its self-signed certificate, or finds the one made before. @returns its fingerprint */
export const ensureRunKeys = async (runDir: string): Promise<string> => {
  const file = path.join(runDir, 'keys.json');
  if (!existsSync(file)) writeFileDurably(file, JSON.stringify(await makeKeys(path.basename(runDir))));
  return fingerprintOf(readRunKeys(runDir).certificate);
};

/** What `ensureRunKeys` wrote. */
export const readRunKeys = (runDir: string): RunKeys =>
  JSON.parse(readFileSync(path.join(runDir, 'keys.json'), 'utf8')) as RunKeys;

const fingerprintOf = (certificate: string): string =>
  createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex');

const makeKeys = async (runId: string): Promise<RunKeys> => {
  // Only agents make certificates; the hold process, which reads them, shall not carry the library.
  await import('../connection/tls/reflection.ts');
  const x509 = await import('@peculiar/x509');
  type Provider = Parameters<typeof x509.cryptoProvider.set>[0];
  x509.cryptoProvider.set(webcrypto as unknown as Provider);
  type Keys = NonNullable<Parameters<typeof x509.X509CertificateGenerator.createSelfSigned>[0]>['keys'];
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const now = Date.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=godwit-run-${runId}`,
    // Hosts whose clocks differ must still agree; what binds the certificate to the run is its fingerprint.
    notBefore: new Date(now - 365 * dayMs),
    notAfter: new Date(now + 365 * dayMs),
    keys: keys as unknown as Keys,
    signingAlgorithm: algorithm,
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { key: toPem('PRIVATE KEY', pkcs8), certificate: certificate.toString('pem') };
};

const toPem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${der.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END ${label}-----\n`;
