import { bytes, list, message, text, u32 } from './message.ts';

/** User, groups and capability words of one thread. */
export const credentials = message('Credentials', {
  uid: u32(1),
  gid: u32(2),
  euid: u32(3),
  egid: u32(4),
  suid: u32(5),
  sgid: u32(6),
  fsuid: u32(7),
  fsgid: u32(8),
  inheritable: list(u32(9)),
  permitted: list(u32(10)),
  effective: list(u32(11)),
  bounding: list(u32(12)),
  secureBits: u32(13),
  groups: list(u32(14)),
  lsmProfile: text(15),
  lsmSockCreate: text(16),
  apparmorData: bytes(17),
  noNewPrivs: u32(18),
  ambient: list(u32(19)),
});
