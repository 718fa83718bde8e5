import { endianness } from 'node:os';
import type { Libc } from './libc.ts';

const tcp = 6;
/** AF_INET, AF_INET6. */
const families = { narrow: 2, wide: 10 } as const;
const streamCloseOnExec = 1 | 0o2000000;
const socketLevel = 1;
const reuseAddress = 2;
const reusePort = 15;
const ipv6Level = 41;
const ipv6Only = 26;

interface Port {
  protocol: number;
  address: string;
  port: number;
  v6Only?: boolean;
}

const narrowAddress = ({ address, port }: Port): Buffer => {
  const bytes = Buffer.alloc(16);
  writeFamily(bytes, families.narrow);
  bytes.writeUInt16BE(port, 2);
  for (const [index, part] of address.split('.').entries()) bytes[4 + index] = Number(part);
  return bytes;
};

const writeFamily = (bytes: Buffer, family: number): void => {
  if (endianness() === 'LE') bytes.writeUInt16LE(family, 0);
  else bytes.writeUInt16BE(family, 0);
};

/** The sixteen bytes of an IPv6 address: `::` stands for as many zeros as are missing. */
const wideBytes = (address: string): Buffer => {
  const [head = '', tail] = address.split('::');
  const groups = (text: string | undefined): number[] =>
    text === undefined || text === '' ? [] : text.split(':').map((part) => Number.parseInt(part, 16));
  const [before, after] = [groups(head), groups(tail)];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const bytes = Buffer.alloc(16);
  for (const [index, value] of [...before, ...Array<number>(zeros).fill(0), ...after].slice(0, 8).entries())
    bytes.writeUInt16BE(value, index * 2);
  return bytes;
};

const wideAddress = ({ address, port }: Port): Buffer => {
  const bytes = Buffer.alloc(28);
  writeFamily(bytes, families.wide);
  bytes.writeUInt16BE(port, 2);
  wideBytes(address).copy(bytes, 8);
  return bytes;
};

const switchOn = (libc: Libc, fd: number, level: number, name: number): void => {
  const one = Buffer.alloc(4);
  one[endianness() === 'LE' ? 0 : 3] = 1;
  libc.setsockopt(fd, level, name, one, one.length);
};

/**
 * Whether a TCP port that somebody holds can be bound once more by a socket that shares it (SO_REUSEADDR, SO_REUSEPORT), which
 * is how CRIU asks for it (sk-inet.c, open_inet_sk). Tried on a socket that never listens, so that no client comes to it. UDP
 * is not tried: datagrams of the holder would come to the second socket.
 */
export const isShared = (libc: Libc | null, port: Port): boolean => {
  const wide = port.address.includes(':');
  if (libc === null || port.protocol !== tcp || /[%.]/.test(wide ? port.address : '')) return false;
  const fd = Number(libc.socket(wide ? families.wide : families.narrow, streamCloseOnExec, tcp));
  if (fd < 0) return false;
  try {
    if (wide && port.v6Only === true) switchOn(libc, fd, ipv6Level, ipv6Only);
    for (const name of [reuseAddress, reusePort]) switchOn(libc, fd, socketLevel, name);
    const address = wide ? wideAddress(port) : narrowAddress(port);
    return Number(libc.bind(fd, address, address.length)) === 0;
  } finally {
    libc.close(fd);
  }
};
