import { closeSync, fstatSync, readlinkSync } from 'node:fs';
import { borrowFd, readOption } from '../native/borrow-fd.ts';
import type { Libc } from '../native/libc.ts';
import { formatAddress } from './format-address.ts';

export interface SocketPlace {
  pid: number;
  fd: number;
}

const levelSocket = 1;
const levelTcp = 6;
/** TCP_INFO of tcp(7): its first byte is the state. */
const tcpInfo = 11;
const levelUdp = 17;
const udpCork = 1;
const peerName = 28;
/** SIOCUNIXFILE (Linux 4.10): a new O_PATH descriptor of the file a unix socket is bound to. */
const openUnixFile = 0x89e0;
/** SIOCGSKNS (Linux 4.10): a new descriptor of the network namespace of a socket. */
const openNetworkNamespace = 0x894c;

const isSet = (value: Buffer | null): boolean => value?.some((byte) => byte !== 0) === true;

/** Options that make recvmsg(2) add control messages (socket(7), unix(7)). */
const controlOptions: readonly [string, number][] = [
  ['SO_PASSCRED', 16],
  ['SO_TIMESTAMP', 29],
  ['SO_TIMESTAMPNS', 35],
  ['SO_TIMESTAMPING', 37],
  ['SO_PASSPIDFD', 76],
];

/** Names of the options of a socket that add control messages to what is read; null when it could not be asked. */
export const readControlOptions = (libc: Libc | null, { pid, fd }: SocketPlace): string[] | null =>
  borrowFd(libc, pid, fd, (copy) =>
    libc === null
      ? null
      : controlOptions
          .filter(([, option]) => isSet(readOption(libc, copy, { level: levelSocket, name: option })))
          .map(([name]) => name),
  );

/** Whether a UDP socket is corked; null when it could not be asked. */
export const readCork = (libc: Libc | null, { pid, fd }: SocketPlace): boolean | null =>
  borrowFd(libc, pid, fd, (copy) =>
    libc === null ? null : isSet(readOption(libc, copy, { level: levelUdp, name: udpCork })),
  );

/** Opens what an ioctl offers as a new descriptor, looks at it, and closes it again. */
const lookAt = <T>(libc: Libc, copy: number, request: number, look: (fd: number) => T): T | null => {
  const opened = libc.ioctl(copy, request, Buffer.alloc(8));
  if (opened < 0) return null;
  try {
    return look(opened);
  } finally {
    closeSync(opened);
  }
};

/** Path of the file a unix socket is bound to, as the kernel prints it; null when it could not be told. */
export const readBoundPath = (libc: Libc | null, { pid, fd }: SocketPlace): string | null =>
  borrowFd(libc, pid, fd, (copy) =>
    libc === null ? null : lookAt(libc, copy, openUnixFile, (opened) => readlinkSync(`/proc/self/fd/${opened}`)),
  );

const familyIpv4 = 2;
const familyIpv6 = 10;

/** A sockaddr_in or sockaddr_in6 as text; null without a port. */
const formatSocketAddress = (address: Buffer): string | null => {
  const family = address.readUInt16LE(0);
  const port = address.readUInt16BE(2);
  if (port === 0 || (family !== familyIpv4 && family !== familyIpv6)) return null;
  const bytes = family === familyIpv4 ? address.subarray(4, 8) : address.subarray(8, 24);
  return `${formatAddress(bytes)} port ${port}`;
};

/** Sizes of sockaddr_in6 and sockaddr_in: SO_PEERNAME refuses to fill less than it was offered. */
const addressSizes = [28, 16] as const;

const peerOf = (libc: Libc, copy: number): string | null => {
  for (const bytes of addressSizes) {
    const value = readOption(libc, copy, { level: levelSocket, name: peerName, bytes });
    if (value !== null && value.length === bytes) return formatSocketAddress(value);
  }
  return null;
};

/**
 * What a socket that is in no table tells of itself: the network namespace it belongs to, the address it was connected to,
 * and the state of a TCP socket as a number of include/net/tcp_states.h. Empty when it could not be asked.
 */
export const readUnlistedSocket = (libc: Libc | null, { pid, fd }: SocketPlace): Record<string, string> =>
  borrowFd(libc, pid, fd, (copy) => {
    if (libc === null) return {};
    const namespace = lookAt(libc, copy, openNetworkNamespace, (opened) => String(fstatSync(opened).ino));
    const peer = peerOf(libc, copy);
    const state = readOption(libc, copy, { level: levelTcp, name: tcpInfo, bytes: 1 })?.[0];
    return {
      ...(namespace === null ? {} : { namespace }),
      ...(peer === null ? {} : { peer }),
      ...(state === undefined ? {} : { state: String(state) }),
    };
  }) ?? {};
