import { eventfd, eventpoll, fanotify, inotify, pidfd, signalfd, timerfd } from './events.ts';
import { fileOwner } from './file-owner.ts';
import { flag, i32, i64, list, maybe, message, needed, nested, s32, text, u32, u64 } from './message.ts';
import { inetSocket, netlinkSocket, packetSocket, unixSocket } from './sockets.ts';
import { ttyFile } from './terminals.ts';

/** One descriptor of a table (`fdinfo-ID.img`). `id` leads to the file. */
export const descriptor = message('Descriptor', {
  id: needed(u32(1)),
  flags: u32(2),
  type: needed(u32(3)),
  fd: needed(u32(4)),
});

export const regularFile = message('RegularFile', {
  id: needed(u32(1)),
  flags: u32(2),
  position: u64(3),
  owner: nested(5, fileOwner),
  name: needed(text(6)),
  mountId: maybe(s32(7)),
  size: maybe(u64(8)),
  external: flag(9),
  mode: maybe(u32(10)),
  buildId: list(u32(11)),
  checksum: maybe(u32(12)),
});

export const pipe = message('Pipe', {
  id: needed(u32(1)),
  pipeId: needed(u32(2)),
  flags: u32(3),
  owner: nested(4, fileOwner),
});
export const fifo = message('Fifo', { id: needed(u32(1)), pipeId: needed(u32(2)), regularFileId: maybe(u32(3)) });
/** What waits in a pipe; the bytes follow the record. */
export const pipeData = message('PipeData', { pipeId: needed(u32(1)), bytes: needed(u32(2)), size: maybe(u32(3)) });

export const memfdFile = message('MemfdFile', {
  id: needed(u32(1)),
  flags: u32(2),
  position: u64(3),
  owner: nested(4, fileOwner),
  inodeId: u32(5),
});
export const memfdInode = message('MemfdInode', {
  name: text(1),
  uid: u32(2),
  gid: u32(3),
  size: u64(4),
  shmid: u32(5),
  seals: u32(6),
  inodeId: u64(7),
  hugetlbFlag: maybe(u32(8)),
  mode: maybe(u32(9)),
});

export const bpfMap = message('BpfMap', {
  id: needed(u32(1)),
  mapType: u32(5),
  keySize: u32(6),
  valueSize: u32(7),
  mapName: text(13),
});
export const bpfMapData = message('BpfMapData', { mapId: u32(1), keyBytes: u32(2), valueBytes: u32(3), count: u32(4) });

export const namespaceFile = message('NamespaceFile', {
  id: needed(u32(1)),
  nsId: u32(2),
  nsFlag: u32(3),
  flags: u32(4),
});
export const tunFile = message('TunFile', {
  id: needed(u32(1)),
  device: text(2),
  detached: flag(3),
  nsId: maybe(u32(4)),
});
export const externalFile = message('ExternalFile', { id: needed(u32(1)), owner: nested(5, fileOwner) });

/** One file of `files.img`: the field after `type` and `id` says what it is. */
export const fileEntry = message('FileEntry', {
  type: needed(u32(1)),
  id: needed(u32(2)),
  regular: nested(3, regularFile),
  inet: nested(4, inetSocket),
  namespace: nested(5, namespaceFile),
  packet: nested(6, packetSocket),
  netlink: nested(7, netlinkSocket),
  eventfd: nested(8, eventfd),
  eventpoll: nested(9, eventpoll),
  signalfd: nested(10, signalfd),
  tun: nested(11, tunFile),
  timerfd: nested(12, timerfd),
  inotify: nested(13, inotify),
  fanotify: nested(14, fanotify),
  external: nested(15, externalFile),
  unix: nested(16, unixSocket),
  fifo: nested(17, fifo),
  pipe: nested(18, pipe),
  tty: nested(19, ttyFile),
  memfd: nested(20, memfdFile),
  bpfMap: nested(21, bpfMap),
  pidfd: nested(22, pidfd),
});

/** A file whose name is gone: `type` 0 a link left beside it, 1 its content in the images, 2 an entry of a dead process. */
export const pathRemap = message('PathRemap', { fileId: needed(u32(1)), remapId: needed(u32(2)), type: maybe(u32(3)) });

/** Head of `ghost-file-ID.img`; the deleted file's content follows. */
export const ghostFile = message('GhostFile', {
  uid: u32(1),
  gid: u32(2),
  mode: needed(u32(3)),
  device: maybe(u32(4)),
  inode: maybe(u64(5)),
  rdev: maybe(u32(6)),
  chunks: flag(9),
  size: maybe(u64(10)),
});

export const fileLock = message('FileLock', {
  flag: u32(1),
  type: u32(2),
  pid: i32(3),
  fd: i32(4),
  start: i64(5),
  length: i64(6),
});

/** `fs-PID.img`: working directory and root, as ids of files. */
export const workingDirectory = message('WorkingDirectory', {
  cwdId: needed(u32(1)),
  rootId: needed(u32(2)),
  umask: maybe(u32(3)),
});
