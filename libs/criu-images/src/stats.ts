import { damaged } from './decode/damaged.ts';
import { readFirst } from './decode/decode-image.ts';
import { imageKinds } from './decode/registry.ts';
import { statistics } from './messages/statistics.ts';

/** What CRIU measured during a dump. Times in microseconds: 32-bit numbers that wrap after about 71 minutes. */
export interface DumpStats {
  freezingUs: number;
  /** From the freeze to the resume or kill; with a held `post-dump` hook the hold is in it. */
  frozenUs: number;
  memoryDumpUs: number;
  memoryWriteUs: number;
  pagesScanned: number;
  /** Private and shared pages that were written, in pages of the kernel. */
  pagesWritten: number;
}

/** What CRIU measured during a restore. Times in microseconds. */
export interface RestoreStats {
  forkingUs: number;
  restoreUs: number;
  pagesRestored: number;
}

/**
 * Reads `stats-dump`, which CRIU writes into its work directory after a successful dump.
 *
 * @throws GodwitError `images-differ` when the file is damaged or of another kind
 */
export const readDumpStats = (bytes: Uint8Array): DumpStats => {
  const { dump } = readFirst(imageKinds.stats, statistics, 'stats-dump', bytes);
  if (dump === undefined) throw damaged('stats-dump', 'it holds no statistics of a dump');
  return {
    freezingUs: dump.freezingTime,
    frozenUs: dump.frozenTime,
    memoryDumpUs: dump.memdumpTime,
    memoryWriteUs: dump.memwriteTime,
    pagesScanned: Number(dump.pagesScanned + dump.sharedPagesScanned),
    pagesWritten: Number(dump.pagesWritten + dump.sharedPagesWritten),
  };
};

/**
 * Reads `stats-restore`, which CRIU writes into its work directory after a restore.
 *
 * @throws GodwitError `images-differ` when the file is damaged or of another kind
 */
export const readRestoreStats = (bytes: Uint8Array): RestoreStats => {
  const { restore } = readFirst(imageKinds.stats, statistics, 'stats-restore', bytes);
  if (restore === undefined) throw damaged('stats-restore', 'it holds no statistics of a restore');
  return {
    forkingUs: restore.forkingTime,
    restoreUs: restore.restoreTime,
    pagesRestored: Number(restore.pagesRestored),
  };
};
