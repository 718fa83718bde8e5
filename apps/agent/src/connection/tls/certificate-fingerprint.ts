import type { X509Certificate } from 'node:crypto';

/** SHA-256 of the certificate in DER, as 64 small hexadecimal digits. */
export const fingerprintOf = (certificate: X509Certificate): string =>
  certificate.fingerprint256.replaceAll(':', '').toLowerCase();
