import { fileOwner } from './file-owner.ts';
import { bytes, flag, maybe, message, needed, nested, u32 } from './message.ts';

export const ttyFile = message('TtyFile', {
  id: needed(u32(1)),
  ttyId: needed(u32(2)),
  flags: u32(3),
  owner: nested(4, fileOwner),
  regularFileId: maybe(u32(6)),
});

const windowSize = message('WindowSize', { rows: u32(1), columns: u32(2), widthPixels: u32(3), heightPixels: u32(4) });
const ptyIndex = message('PtyIndex', { index: u32(1) });

/** One terminal of `tty-info.img`; several descriptors may share it. */
export const ttyInfo = message('TtyInfo', {
  id: needed(u32(1)),
  type: u32(2),
  locked: flag(3),
  exclusive: flag(4),
  packetMode: flag(5),
  sid: u32(6),
  processGroup: u32(7),
  device: u32(8),
  windowSize: nested(11, windowSize),
  pty: nested(12, ptyIndex),
  uid: maybe(u32(14)),
  gid: maybe(u32(15)),
});

export const ttyData = message('TtyData', { ttyId: needed(u32(1)), data: bytes(2) });
