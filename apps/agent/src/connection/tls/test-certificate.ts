import './reflection.ts';
import { webcrypto } from 'node:crypto';
import { BasicConstraintsExtension, PemConverter, X509Certificate, X509CertificateGenerator } from '@peculiar/x509';

export interface TestCertificate {
  /** PEM, PKCS #8. */
  key: string;
  certificate: string;
  keys: webcrypto.CryptoKeyPair;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;

/** For tests: a fresh certificate, its own issuer unless `signedBy` is given. */
export const makeCertificate = async (
  name: string,
  options: { authority?: boolean; signedBy?: TestCertificate } = {},
): Promise<TestCertificate> => {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const issuer = options.signedBy ? new X509Certificate(options.signedBy.certificate).subject : `CN=${name}`;
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer,
    publicKey: keys.publicKey,
    signingKey: options.signedBy?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + dayMs),
    extensions: [new BasicConstraintsExtension(options.authority ?? false, undefined, true)],
  });
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { key, certificate: `${certificate.toString('pem')}\n`, keys };
};
