import type { Libc } from './libc.ts';

const familyNetlink = 16;
const rawCloseOnExec = 3 | 0o2000000;
/** NLM_F_REQUEST | NLM_F_DUMP. */
const dumpFlags = 0x301;
const dumpInterrupted = 0x10;
const typeError = 2;
const typeDone = 3;
const doNotWait = 0x40;
const headerBytes = 16;
const bufferBytes = 1 << 17;
const attempts = 5;

/** Protocols of netlink(7). */
export const netlinkProtocols = { route: 0, sockDiag: 4, netfilter: 12 } as const;

/** The kernel refused a request: errno as it said it. ENOENT (2) means that it has no such table. */
export class NetlinkError extends Error {
  readonly errno: number;

  constructor(errno: number) {
    super(`netlink answered with errno ${errno}`);
    this.name = 'NetlinkError';
    this.errno = errno;
  }
}

/** A netlink socket in the network namespace this thread is in now. The caller closes it. Throws NetlinkError. */
export const openNetlink = (libc: Libc, protocol: number): number => {
  const fd = Number(libc.socket(familyNetlink, rawCloseOnExec, protocol));
  if (fd < 0) throw new NetlinkError(libc.errno());
  return fd;
};

/** A dump request: type of the message, and what follows its header. */
export interface NetlinkRequest {
  type: number;
  body: Buffer;
}

const encode = ({ type, body }: NetlinkRequest): Buffer => {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(headerBytes + body.length, 0);
  header.writeUInt16LE(type, 4);
  header.writeUInt16LE(dumpFlags, 6);
  header.writeUInt32LE(1, 8);
  return Buffer.concat([header, body]);
};

interface Listing {
  bodies: Buffer[];
  done: boolean;
  /** The table changed while it was listed (NLM_F_DUMP_INTR). */
  interrupted: boolean;
}

/** Takes the messages of one datagram. Throws NetlinkError for an error message, and for a listing that ended in one. */
const takeDatagram = (datagram: Buffer, listing: Listing): void => {
  for (let at = 0; at + headerBytes <= datagram.length && !listing.done; ) {
    const length = datagram.readUInt32LE(at);
    const type = datagram.readUInt16LE(at + 4);
    if (length < headerBytes) throw new Error('netlink sent a message without length.');
    if ((datagram.readUInt16LE(at + 6) & dumpInterrupted) !== 0) listing.interrupted = true;
    const ended = type === typeError || type === typeDone;
    const code = ended && length >= headerBytes + 4 ? datagram.readInt32LE(at + headerBytes) : 0;
    if (code < 0) throw new NetlinkError(-code);
    if (ended) listing.done = true;
    else listing.bodies.push(Buffer.from(datagram.subarray(at + headerBytes, at + length)));
    at += (length + 3) & ~3;
  }
};

const receiveAll = (libc: Libc, fd: number): Listing => {
  const listing: Listing = { bodies: [], done: false, interrupted: false };
  const buffer = Buffer.allocUnsafe(bufferBytes);
  while (!listing.done) {
    const length = Number(libc.recv(fd, buffer, buffer.length, doNotWait));
    if (length <= 0) throw new NetlinkError(libc.errno());
    takeDatagram(buffer.subarray(0, length), listing);
  }
  return listing;
};

/**
 * Sends one dump request on a netlink socket and returns all answers without their headers. A table that changed while it was
 * listed is asked for again. Throws NetlinkError when the kernel refuses.
 */
export const dumpOn = (libc: Libc, fd: number, request: NetlinkRequest): Buffer[] => {
  const message = encode(request);
  for (let attempt = 1; ; attempt++) {
    if (Number(libc.send(fd, message, message.length, 0)) < 0) throw new NetlinkError(libc.errno());
    const listing = receiveAll(libc, fd);
    if (!listing.interrupted || attempt >= attempts) return listing.bodies;
  }
};
