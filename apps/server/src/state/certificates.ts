import { createHash, webcrypto } from 'node:crypto';
import path from 'node:path';
import './reflection.ts';
import * as x509 from '@peculiar/x509';
import { z } from 'zod';
import { readOrMakePrivateFile } from './private-file.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const years = 20;

const bundleSchema = z.object({
  version: z.literal(1),
  authority: z.object({ certificate: z.string(), key: z.string() }),
  server: z.object({ certificate: z.string(), key: z.string() }),
});

export interface ServerCertificate {
  /** PEM: the server's certificate, then the authority's. */
  chain: string;
  key: string;
  /** SHA-256 of the server's certificate in DER, hexadecimal: what agents pin. */
  fingerprint: string;
}

/**
 * The authority and the server certificate for agents, made at the first start and kept in one file that only we may read.
 * Agents pin the certificate, so names in it matter to nobody but people who look at it.
 */
export const readServerCertificate = async (stateDir: string): Promise<ServerCertificate> => {
  const file = path.join(stateDir, 'tls', 'agents.json');
  const { authority, server } = bundleSchema.parse(JSON.parse(await readOrMakePrivateFile(file, makeBundle)));
  const der = new x509.X509Certificate(server.certificate).rawData;
  return {
    chain: `${server.certificate}\n${authority.certificate}\n`,
    key: server.key,
    fingerprint: createHash('sha256').update(Buffer.from(der)).digest('hex'),
  };
};

const makeBundle = async (): Promise<string> => {
  x509.cryptoProvider.set(webcrypto as never);
  const authorityKeys = await makeKeys();
  const serverKeys = await makeKeys();
  const validity = { notBefore: new Date(Date.now() - 86_400_000), notAfter: yearsFromNow() };
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Godwit agents authority',
    keys: authorityKeys,
    signingAlgorithm: algorithm,
    ...validity,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  const server = await x509.X509CertificateGenerator.create({
    subject: 'CN=godwit-server',
    issuer: authority.subject,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: algorithm,
    ...validity,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }]),
    ],
  });
  return JSON.stringify({
    version: 1,
    authority: { certificate: authority.toString('pem'), key: await exportKey(authorityKeys) },
    server: { certificate: server.toString('pem'), key: await exportKey(serverKeys) },
  });
};

const makeKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;

const exportKey = async ({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> =>
  x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey as webcrypto.CryptoKey), 'PRIVATE KEY');

const yearsFromNow = (): Date => {
  const date = new Date();
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date;
};
