import { maybe, message, nested, u32, u64 } from './message.ts';

const dumpStatistics = message('DumpStatistics', {
  freezingTime: u32(1),
  frozenTime: u32(2),
  memdumpTime: u32(3),
  memwriteTime: u32(4),
  pagesScanned: u64(5),
  pagesSkippedParent: u64(6),
  pagesWritten: u64(7),
  irmapResolve: maybe(u32(8)),
  pagesLazy: u64(9),
  pagePipes: maybe(u64(10)),
  pagePipeBuffers: maybe(u64(11)),
  sharedPagesScanned: u64(12),
  sharedPagesSkippedParent: u64(13),
  sharedPagesWritten: u64(14),
});

const restoreStatistics = message('RestoreStatistics', {
  pagesCompared: u64(1),
  pagesSkippedCow: u64(2),
  forkingTime: u32(3),
  restoreTime: u32(4),
  pagesRestored: u64(5),
});

/** `stats-dump` and `stats-restore`. Times in microseconds. */
export const statistics = message('Statistics', {
  dump: nested(1, dumpStatistics),
  restore: nested(2, restoreStatistics),
});
