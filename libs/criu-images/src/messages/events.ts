import { fileOwner } from './file-owner.ts';
import { i32, list, maybe, message, needed, nested, text, u32, u64 } from './message.ts';

const owned = { id: needed(u32(1)), flags: u32(2), owner: nested(3, fileOwner) };

export const eventfd = message('Eventfd', { ...owned, counter: u64(4) });

/** A descriptor that an epoll set watches. */
export const epollTarget = message('EpollTarget', {
  id: u32(1),
  fd: u32(2),
  events: u32(3),
  data: u64(4),
  device: maybe(u32(5)),
  inode: maybe(u64(6)),
  position: maybe(u64(7)),
});
export const eventpoll = message('Eventpoll', { ...owned, targets: list(nested(4, epollTarget)) });

export const signalfd = message('Signalfd', { ...owned, signals: u64(4) });

export const timerfd = message('Timerfd', {
  ...owned,
  clock: u32(4),
  ticks: u64(5),
  settimeFlags: u32(6),
  vsec: u64(7),
  vnsec: u64(8),
  isec: u64(9),
  insec: u64(10),
});

const fileHandle = message('FileHandle', {
  bytes: u32(1),
  type: u32(2),
  handle: list(u64(3)),
  path: maybe(text(4)),
  mountId: maybe(u32(5)),
});

export const inotifyWatch = message('InotifyWatch', {
  id: u32(1),
  inode: u64(2),
  mask: u32(3),
  ignoredMask: u32(4),
  device: u32(5),
  watch: u32(6),
  handle: nested(7, fileHandle),
});
export const inotify = message('Inotify', {
  id: needed(u32(1)),
  flags: u32(2),
  owner: nested(4, fileOwner),
  watches: list(nested(5, inotifyWatch)),
});

const inodeMark = message('InodeMark', { inode: u64(1), handle: nested(2, fileHandle) });
const mountMark = message('MountMark', { mountId: u32(1), path: maybe(text(2)) });
export const fanotifyMark = message('FanotifyMark', {
  id: u32(1),
  type: u32(2),
  flags: u32(3),
  mask: u32(4),
  ignoredMask: u32(5),
  device: u32(6),
  inodeMark: nested(7, inodeMark),
  mountMark: nested(8, mountMark),
});
export const fanotify = message('Fanotify', {
  ...owned,
  initFlags: u32(4),
  eventFlags: u32(5),
  marks: list(nested(6, fanotifyMark)),
});

export const pidfd = message('Pidfd', {
  id: needed(u32(1)),
  inode: u64(2),
  flags: u32(3),
  pid: i32(4),
  owner: nested(5, fileOwner),
});
