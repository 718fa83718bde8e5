import { X509Certificate } from 'node:crypto';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { GodwitError } from '@godwit/domain/errors';
import { fingerprintOf } from './certificate-fingerprint.ts';

const deadlineMs = 10_000;

/**
 * Connects to a server that is not trusted yet and gives, as PEM, that certificate of its chain whose SHA-256 fingerprint
 * is the one the administrator copied: the leaf itself, or the authority that signed it. Nothing is sent.
 *
 * @throws GodwitError `token-invalid` when no certificate has the fingerprint, `host-lost` when nobody answers
 */
export const pinServer = async (server: string, fingerprint: string): Promise<string> => {
  const chain = await readChain(new URL(server));
  const pinned = chain.find((certificate) => fingerprintOf(certificate) === fingerprint);
  if (pinned && isIssuedBy(chain, pinned)) return pinned.toString();
  const seen = chain.map(fingerprintOf).join(', ');
  throw new GodwitError({
    code: 'token-invalid',
    message: `The server at ${server} shows other certificates (${seen}) than the one of the command, so it may be an impostor. Nothing was sent to it.`,
    remedy: 'Copy the whole command from the portal again; if it still fails, find out who answers at that address.',
  });
};

/** Anybody can show a certificate; only its owner can have the leaf, whose key the handshake proved, signed by it. */
const isIssuedBy = (chain: X509Certificate[], pinned: X509Certificate): boolean => {
  for (const [index, certificate] of chain.entries()) {
    if (certificate.fingerprint256 === pinned.fingerprint256) return true;
    const issuer = chain[index + 1];
    if (!issuer || !certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) return false;
  }
  return false;
};

const readChain = (server: URL): Promise<X509Certificate[]> =>
  new Promise((resolve, reject) => {
    // Verified by the fingerprint below, before any byte is sent.
    const socket = connect({
      host: server.hostname,
      port: Number(server.port || 443),
      servername: isAddress(server.hostname) ? undefined : server.hostname,
      rejectUnauthorized: false,
      timeout: deadlineMs,
    });
    const fail = (why: string) => {
      socket.destroy();
      reject(unreachable(server, why));
    };
    socket.once('timeout', () => fail(`no answer within ${deadlineMs / 1000} s`));
    socket.once('error', (error) => fail(error.message));
    socket.once('secureConnect', () => {
      const chain = listChain(socket);
      socket.destroy();
      resolve(chain);
    });
  });

const listChain = (socket: TLSSocket): X509Certificate[] => {
  const chain: X509Certificate[] = [];
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (next?.raw && chain.length < 10) {
    chain.push(new X509Certificate(next.raw));
    // A self-signed certificate names itself as its issuer.
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return chain;
};

const isAddress = (hostname: string): boolean => /^[\d.]+$|:/.test(hostname);

const unreachable = (server: URL, why: string): GodwitError =>
  new GodwitError({
    code: 'host-lost',
    message: `The server at ${server.origin} cannot be reached: ${why}.`,
    remedy: 'Check the address, and that this host may open connections to that port.',
  });
