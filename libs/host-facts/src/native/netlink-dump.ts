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
const attempts = 5;

/** Protocols of netlink(7). */
export const netlinkProtocols = { route: 0, netfilter: 12 } as const;

/** A dump request: number of the protocol, type of the message, and what follows its header. */
interface NetlinkRequest {
  protocol: number;
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
  interrupted: boolean;
}

const take = (datagram: Buffer, listing: Listing): void => {
  for (let at = 0; at + headerBytes <= datagram.length && !listing.done; ) {
    const length = datagram.readUInt32LE(at);
    const type = datagram.readUInt16LE(at + 4);
    if (length < headerBytes) throw new Error('netlink sent a message without length.');
    if ((datagram.readUInt16LE(at + 6) & dumpInterrupted) !== 0) listing.interrupted = true;
    const ended = type === typeError || type === typeDone;
    const code = ended && length >= headerBytes + 4 ? datagram.readInt32LE(at + headerBytes) : 0;
    if (code < 0) throw new Error(`netlink answered with errno ${-code}`);
    if (ended) listing.done = true;
    else listing.bodies.push(Buffer.from(datagram.subarray(at + headerBytes, at + length)));
    at += (length + 3) & ~3;
  }
};

const ask = (libc: Libc, fd: number, message: Buffer): Listing => {
  if (Number(libc.send(fd, message, message.length, 0)) < 0) throw new Error(`netlink send: errno ${libc.errno()}`);
  const listing: Listing = { bodies: [], done: false, interrupted: false };
  const buffer = Buffer.alloc(1 << 17);
  while (!listing.done) {
    const length = Number(libc.recv(fd, buffer, buffer.length, doNotWait));
    if (length <= 0) throw new Error(`netlink receive: errno ${libc.errno()}`);
    take(buffer.subarray(0, length), listing);
  }
  return listing;
};

/**
 * All answers to one dump request of netlink(7), in the network namespace this thread is in now, without their headers.
 * Throws when the kernel refuses. A table that changed while it was listed is asked for again.
 */
export const dumpNetlink = (libc: Libc, request: NetlinkRequest): Buffer[] => {
  const fd = Number(libc.socket(familyNetlink, rawCloseOnExec, request.protocol));
  if (fd < 0) throw new Error(`no netlink socket: errno ${libc.errno()}`);
  try {
    for (let attempt = 1; ; attempt++) {
      const listing = ask(libc, fd, encode(request));
      if (!listing.interrupted || attempt >= attempts) return listing.bodies;
    }
  } finally {
    libc.close(fd);
  }
};

/** Attributes of a netlink message by number (`NLA_TYPE_MASK` taken off), from an offset of its body. */
export const netlinkAttributes = (body: Buffer, from: number): Map<number, Buffer> => {
  const found = new Map<number, Buffer>();
  for (let at = from; at + 4 <= body.length; ) {
    const length = body.readUInt16LE(at);
    if (length < 4) break;
    found.set(body.readUInt16LE(at + 2) & 0x3fff, body.subarray(at + 4, at + length));
    at += (length + 3) & ~3;
  }
  return found;
};

/** A text attribute without its closing zero. */
export const netlinkText = (value: Buffer | undefined): string | null =>
  value === undefined ? null : value.toString('utf8').replace(/\0.*$/s, '');
