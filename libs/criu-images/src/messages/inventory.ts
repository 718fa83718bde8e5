import { flag, list, maybe, message, nested, text, u32, u64 } from './message.ts';

/** Which address space, descriptor table and namespaces a task uses: equal numbers mean sharing. */
export const objectIds = message('ObjectIds', {
  vm: u32(1),
  files: u32(2),
  fs: u32(3),
  signals: u32(4),
  pidNs: maybe(u32(5)),
  netNs: maybe(u32(6)),
  ipcNs: maybe(u32(7)),
  utsNs: maybe(u32(8)),
  mntNs: maybe(u32(9)),
  userNs: maybe(u32(10)),
  cgroupNs: maybe(u32(11)),
  timeNs: maybe(u32(12)),
});

const plugins = message('Plugins', { names: list(text(12)) });

/** Head of a set of images: `inventory.img`. */
export const inventory = message('Inventory', {
  imageVersion: u32(1),
  fdinfoPerId: flag(2),
  rootIds: nested(3, objectIds),
  rootCgroupSet: maybe(u32(5)),
  lsm: u32(6),
  /** Microseconds since boot at the dump; only with memory tracking. */
  dumpUptime: maybe(u64(8)),
  preDumpMode: maybe(u32(9)),
  tcpClose: flag(10),
  networkLock: maybe(u32(11)),
  plugins: nested(12, plugins),
  criuRunId: maybe(text(13)),
  allowUprobes: flag(14),
});
