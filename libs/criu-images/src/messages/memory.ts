import { flag, i32, list, maybe, message, needed, nested, s64, u32, u64 } from './message.ts';

/** One mapping. `shmid` is the id of the file where `status` says that a file is mapped. */
export const mapping = message('Mapping', {
  start: needed(u64(1)),
  end: needed(u64(2)),
  offset: u64(3),
  shmid: u64(4),
  protection: u32(5),
  flags: u32(6),
  status: u32(7),
  fd: s64(8),
  madvise: u64(9),
  fdFlags: u32(10),
});

const aioRing = message('AioRing', { id: u64(1), requests: u32(2), ringBytes: u32(3) });

/** `mm-PID.img`: the address space of a process. */
export const addressSpace = message('AddressSpace', {
  startCode: u64(1),
  endCode: u64(2),
  startData: u64(3),
  endData: u64(4),
  startStack: u64(5),
  startBrk: u64(6),
  brk: u64(7),
  argStart: u64(8),
  argEnd: u64(9),
  envStart: u64(10),
  envEnd: u64(11),
  exeFileId: needed(u32(12)),
  auxv: list(u64(13)),
  mappings: list(nested(14, mapping)),
  dumpable: maybe(i32(15)),
  aioRings: list(nested(16, aioRing)),
  thpDisabled: flag(17),
});

/** First record of a page map: which `pages-N.img` holds the contents. */
export const pagemapHead = message('PagemapHead', { pagesId: needed(u32(1)) });

/** A run of pages. */
export const pagemapEntry = message('PagemapEntry', {
  address: needed(u64(1)),
  oldPages: u32(2),
  inParent: flag(3),
  flags: maybe(u32(4)),
  pages: maybe(u64(5)),
});
