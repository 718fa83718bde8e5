import type { Libc } from '../native/libc.ts';

/**
 * The kernel's name for the protocol of an open socket, for example `AF_VSOCK` or `MPTCP`, from the attribute
 * system.sockprotoname (net/socket.c, since Linux 2.6.38); null without the addon or when it cannot be read.
 */
export const readProtocolName = (libc: Libc | null, pid: number, fd: number): string | null => {
  if (libc === null) return null;
  const value = Buffer.alloc(128);
  const length = Number(libc.getxattr(`/proc/${pid}/fd/${fd}`, 'system.sockprotoname', value, value.length));
  return length <= 0 ? null : value.toString('latin1', 0, length).replace(/\0.*$/s, '');
};
