import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect as connectTls, createServer, type Server, type TLSSocket } from 'node:tls';
import { GodwitError } from '@godwit/domain/errors';
import type { RunKeys } from './run-keys.ts';

const connectDeadlineMs = 10_000;

interface ChannelOptions {
  keys: RunKeys;
  /** Hexadecimal SHA-256 of the only certificate that is let in. */
  peerFingerprint: string;
}

// The authority of both certificates is the server, which told each side the other's fingerprint: chains and names
// would prove nothing more. TLS 1.3 proves that the peer holds the key.
const tlsOptions = ({ keys }: ChannelOptions) =>
  ({
    key: keys.key,
    cert: keys.certificate,
    minVersion: 'TLSv1.3',
    // The cheapest of the three in CPU time, which is what the frozen tree waits for.
    ciphers: 'TLS_AES_128_GCM_SHA256',
    maxVersion: 'TLSv1.3',
    rejectUnauthorized: false,
  }) as const;

/**
 * Connects to the other side of a run. Nothing is sent before its certificate was compared.
 *
 * @throws GodwitError `channel-broken` when nobody answers or somebody else does
 */
export const connectChannel = (host: string, port: number, options: ChannelOptions): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const socket = connectTls({ ...tlsOptions(options), host, port, timeout: connectDeadlineMs });
    const fail = (why: string) => {
      socket.destroy();
      reject(broken(`The destination at ${host} port ${port} cannot be reached over the channel: ${why}.`));
    };
    socket.once('error', (error) => fail(error.message));
    socket.once('timeout', () => fail('no answer'));
    socket.once('secureConnect', () => {
      if (!isPeer(socket, options.peerFingerprint)) return fail('its certificate is not the one of this run');
      socket.setTimeout(0);
      socket.setNoDelay(true);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });

interface ListenOptions extends ChannelOptions {
  /** Whether the owner of this host lets somebody with this address send to it at all. */
  allowsPeer: (address: string) => boolean;
}

/**
 * Listens for the other side of a run. Whoever comes from an address that is not allowed, or shows another certificate, is
 * cut off before a byte of his is read.
 */
export const listenForChannel = (
  address: string,
  options: ListenOptions,
  onChannel: (socket: TLSSocket) => void,
): Promise<Server> => {
  const server = createServer({ ...tlsOptions(options), requestCert: true, handshakeTimeout: connectDeadlineMs });
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket: Socket) => options.allowsPeer(socket.remoteAddress ?? '') || socket.destroy());
  server.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    if (!isPeer(socket, options.peerFingerprint)) return socket.destroy();
    socket.setNoDelay(true);
    onChannel(socket);
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(broken(`The channel cannot listen on ${address}: ${error.message}.`)));
    server.listen(0, address, () => resolve(server));
  });
};

const isPeer = (socket: TLSSocket, fingerprint: string): boolean => {
  const certificate = socket.getPeerX509Certificate();
  return certificate !== undefined && createHash('sha256').update(certificate.raw).digest('hex') === fingerprint;
};

export const broken = (message: string): GodwitError =>
  new GodwitError({
    code: 'channel-broken',
    message,
    remedy: 'Check that the two hosts reach each other, then start the run again; the source runs on as before.',
  });
