import { readDumpStats, readRestoreStats } from '../stats.ts';
import { checkFiles } from './check-files.ts';
import type { Checkpoint } from './checkpoint.ts';
import { loadHead } from './head.ts';
import { type ImageReading, type ReadImage, startReading, tryImage } from './image-reading.ts';
import { loadFiles } from './load-files.ts';
import { findOptions } from './made-with.ts';
import { loadMounts } from './mounts.ts';
import type { ImageFile } from './page-size.ts';
import { loadProcesses } from './processes.ts';
import { measureSizes } from './sizes.ts';
import { loadSockets } from './sockets.ts';

const readStatistics = <T>(reading: ImageReading, name: string, parse: (bytes: Uint8Array) => T): T | null =>
  tryImage(reading, name, () => {
    const bytes = reading.read(name);
    if (bytes === null) return null;
    reading.seen.add(name);
    return parse(bytes);
  });

/**
 * Tells what a directory of CRIU's images holds. Nothing is thrown for bad images: each is a problem of the result,
 * and what the others say is still told.
 *
 * @param read gives the bytes of an image
 * @param files every file of the directory with its length; without it sizes and mounts stay empty
 */
export const exploreImages = (read: ReadImage, files: readonly ImageFile[] = []): Checkpoint => {
  const reading = startReading(read);
  const head = loadHead(reading);
  const table = loadFiles(reading);
  const sizes = measureSizes(reading, files);
  const processes = loadProcesses({ reading, files: table, pageBytes: sizes.pageBytes });
  const sockets = loadSockets(reading, table, processes);
  const mounts = loadMounts(reading, files);
  const options = findOptions({ reading, files: table, listed: files, head, processes, mounts });
  const statistics = {
    dump: readStatistics(reading, 'stats-dump', readDumpStats),
    restore: readStatistics(reading, 'stats-restore', readRestoreStats),
  };
  checkFiles(reading, files);
  const problems = [...reading.problems].map(([image, message]) => ({ image, message }));
  return { head, processes, sockets, mounts, sizes, options, statistics, problems };
};

/** Whether these bytes can be no set of images at all: not even the inventory is there. */
export const isNoCheckpoint = ({ head, processes }: Checkpoint): boolean => head === null && processes.length === 0;
