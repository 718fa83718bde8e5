import { message, u32 } from './message.ts';

/** Who gets signals about a descriptor (fcntl F_SETOWN). */
export const fileOwner = message('FileOwner', {
  uid: u32(1),
  euid: u32(2),
  signal: u32(3),
  pidType: u32(4),
  pid: u32(5),
});
