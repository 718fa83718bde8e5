import { imageKinds } from '../decode/registry.ts';
import type { FileContext, FileEntry } from './describe-file.ts';
import { eachEntry, type ImageReading, readEntries, readNeeded } from './image-reading.ts';

/** All files of a checkpoint, found by the id that descriptors, mappings and directories give. */
export interface FileTable extends FileContext {
  entries: ReadonlyMap<number, FileEntry>;
  path: (id: number) => string | null;
  /** How a file whose name is gone comes back. */
  remap: (id: number) => number | undefined;
}

/** One image per kind of file, as CRIU before 3.0 wrote them: image, field of the entry, number of the type. */
const separateImages = [
  ['reg-files.img', imageKinds.regFiles, 'regular', 1],
  ['pipes.img', imageKinds.pipes, 'pipe', 2],
  ['fifo.img', imageKinds.fifo, 'fifo', 3],
  ['inetsk.img', imageKinds.inetSockets, 'inet', 4],
  ['unixsk.img', imageKinds.unixSockets, 'unix', 5],
  ['eventfd.img', imageKinds.eventfd, 'eventfd', 6],
  ['eventpoll.img', imageKinds.eventpoll, 'eventpoll', 7],
  ['inotify.img', imageKinds.inotify, 'inotify', 8],
  ['signalfd.img', imageKinds.signalfd, 'signalfd', 9],
  ['packetsk.img', imageKinds.packetSockets, 'packet', 10],
  ['tty.img', imageKinds.ttyFiles, 'tty', 11],
  ['fanotify.img', imageKinds.fanotify, 'fanotify', 12],
  ['netlinksk.img', imageKinds.netlinkSockets, 'netlink', 13],
  ['ns-files.img', imageKinds.nsFiles, 'namespace', 14],
  ['tunfile.img', imageKinds.tunFile, 'tun', 15],
  ['ext-files.img', imageKinds.extFiles, 'external', 16],
  ['timerfd.img', imageKinds.timerfd, 'timerfd', 17],
] as const;

const readSeparate = (reading: ImageReading): FileEntry[] =>
  separateImages.flatMap(([image, kind, field, type]) => {
    const entries: FileEntry[] = [];
    eachEntry<{ id: number }>(reading, kind, image, (entry) => {
      entries.push({ type, id: entry.id, [field]: entry } as unknown as FileEntry);
    });
    return entries;
  });

const readAll = (reading: ImageReading): FileEntry[] => {
  const separate = readSeparate(reading);
  return separate.length > 0 ? separate : readNeeded(reading, imageKinds.files, 'files.img');
};

const describeTerminals = (reading: ImageReading): Map<number, string> =>
  new Map(
    readEntries(reading, imageKinds.ttyInfo, 'tty-info.img').map(({ id, pty, device }) => [
      id,
      pty === undefined ? `terminal ${device >>> 8}:${device & 255}` : `/dev/pts/${pty.index}`,
    ]),
  );

/** Reads every image that tells about files. */
export const loadFiles = (reading: ImageReading): FileTable => {
  const entries = new Map(readAll(reading).map((entry) => [entry.id, entry]));
  const remaps = new Map(
    readEntries(reading, imageKinds.remaps, 'remap-fpath.img').map(({ fileId, type }) => [fileId, type ?? 0]),
  );
  const memfds = new Map(
    readEntries(reading, imageKinds.memfdInode, 'memfd.img').map(({ inodeId, name }) => [Number(inodeId), name]),
  );
  const terminals = describeTerminals(reading);
  const memfdName = (inodeId: number): string => `memfd:${memfds.get(inodeId) ?? inodeId}`;
  return {
    entries,
    memfdName,
    terminal: (id) => terminals.get(id) ?? `terminal ${id}`,
    remap: (id) => remaps.get(id),
    path: (id) => {
      const entry = entries.get(id);
      return entry?.regular?.name ?? (entry?.memfd && memfdName(entry.memfd.inodeId)) ?? null;
    },
  };
};
