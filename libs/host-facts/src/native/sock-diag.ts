import type { Libc } from './libc.ts';

const familyNetlink = 16;
const rawCloseOnExec = 3 | 0o2000000;
const protocolSockDiag = 4;
const typeSockDiagByFamily = 20;
/** NLM_F_REQUEST | NLM_F_DUMP. */
const dumpFlags = 0x301;
const dumpInterrupted = 0x10;
const messageError = 2;
const messageDone = 3;
const doNotWait = 0x40;
const headerBytes = 16;
const attempts = 5;

/** The kernel refused a request: errno as it said it. ENOENT (2) means that it has no such table. */
export class DiagError extends Error {
  readonly errno: number;

  constructor(errno: number) {
    super(`sock_diag answered with errno ${errno}`);
    this.name = 'DiagError';
    this.errno = errno;
  }
}

const wrap = (request: Buffer): Buffer => {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(headerBytes + request.length, 0);
  header.writeUInt16LE(typeSockDiagByFamily, 4);
  header.writeUInt16LE(dumpFlags, 6);
  header.writeUInt32LE(1, 8);
  return Buffer.concat([header, request]);
};

interface Listing {
  payloads: Buffer[];
  done: boolean;
  /** The table changed while it was listed (NLM_F_DUMP_INTR). */
  interrupted: boolean;
}

const throwErrno = (negative: number): void => {
  if (negative < 0) throw new DiagError(-negative);
};

/** Takes the messages of one datagram. Throws DiagError for an error message, and for a listing that ended in one. */
const takeDatagram = (datagram: Buffer, listing: Listing): void => {
  for (let at = 0; at + headerBytes <= datagram.length && !listing.done; ) {
    const length = datagram.readUInt32LE(at);
    const type = datagram.readUInt16LE(at + 4);
    if (length < headerBytes) throw new Error('sock_diag sent a message without length.');
    if ((datagram.readUInt16LE(at + 6) & dumpInterrupted) !== 0) listing.interrupted = true;
    if (type === messageError || (type === messageDone && length >= headerBytes + 4)) {
      throwErrno(datagram.readInt32LE(at + headerBytes));
    }
    if (type === messageDone) listing.done = true;
    else if (type !== messageError)
      listing.payloads.push(Buffer.from(datagram.subarray(at + headerBytes, at + length)));
    at += (length + 3) & ~3;
  }
};

const receiveAll = (libc: Libc, fd: number): Listing => {
  const listing: Listing = { payloads: [], done: false, interrupted: false };
  const buffer = Buffer.alloc(1 << 16);
  while (!listing.done) {
    const length = Number(libc.recv(fd, buffer, buffer.length, doNotWait));
    if (length <= 0) throw new DiagError(libc.errno());
    takeDatagram(buffer.subarray(0, length), listing);
  }
  return listing;
};

/**
 * Sends one dump request of sock_diag(7) and returns the payloads of all answers. The socket must be made inside the
 * wanted network namespace by the caller. A table that changed while it was listed is asked for again.
 */
export const dumpDiag = (libc: Libc, fd: number, request: Buffer): Buffer[] => {
  const message = wrap(request);
  for (let attempt = 1; ; attempt++) {
    if (Number(libc.send(fd, message, message.length, 0)) < 0) throw new DiagError(libc.errno());
    const listing = receiveAll(libc, fd);
    if (!listing.interrupted || attempt >= attempts) return listing.payloads;
  }
};

/** A netlink socket for sock_diag in the network namespace this thread is in now. The caller closes it. */
export const openDiag = (libc: Libc): number => {
  const fd = Number(libc.socket(familyNetlink, rawCloseOnExec, protocolSockDiag));
  if (fd < 0) throw new DiagError(libc.errno());
  return fd;
};
