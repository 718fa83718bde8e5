import type { Libc } from './libc.ts';
import { dumpOn, type NetlinkRequest, openNetlink } from './netlink.ts';

/**
 * All answers to one dump request of netlink(7), in the network namespace this thread is in now, without their headers.
 * Throws when the kernel refuses. A table that changed while it was listed is asked for again.
 */
export const dumpNetlink = (libc: Libc, protocol: number, request: NetlinkRequest): Buffer[] => {
  const fd = openNetlink(libc, protocol);
  try {
    return dumpOn(libc, fd, request);
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
