import { bytes, flag, list, maybe, message, needed, nested, text, u32, u64 } from './message.ts';

export const mount = message('Mount', {
  fsType: u32(1),
  mountId: needed(u32(2)),
  rootDevice: u32(3),
  parentId: u32(4),
  flags: u32(5),
  root: text(6),
  mountPoint: text(7),
  source: text(8),
  options: text(9),
  sharedId: maybe(u32(10)),
  masterId: maybe(u32(11)),
  withPlugin: flag(12),
  externalMount: flag(13),
  fsName: maybe(text(14)),
  internalSharing: flag(15),
  deleted: flag(16),
  superFlags: maybe(u32(17)),
  externalKey: maybe(text(18)),
});

const timeOffset = message('TimeOffset', { seconds: u64(1), nanoseconds: u64(2) });
/** Clocks of the dumped tree: what CLOCK_MONOTONIC and CLOCK_BOOTTIME showed. */
export const timeNamespace = message('TimeNamespace', {
  monotonic: nested(1, timeOffset),
  boottime: nested(2, timeOffset),
});

export const utsNamespace = message('UtsNamespace', { nodeName: text(1), domainName: text(2) });

const idRange = message('IdRange', { first: u32(1), lowerFirst: u32(2), count: u32(3) });
export const userNamespace = message('UserNamespace', {
  uidMap: list(nested(1, idRange)),
  gidMap: list(nested(2, idRange)),
});

export const pidNamespace = message('PidNamespace', { externalKey: maybe(text(1)) });

const peerNetNs = message('PeerNetNs', { nsId: u32(1), netnsId: u32(2) });
export const netNamespace = message('NetNamespace', { peers: list(nested(7, peerNetNs)), externalKey: maybe(text(8)) });

export const netDevice = message('NetDevice', {
  type: u32(1),
  index: u32(2),
  mtu: u32(3),
  flags: u32(4),
  name: needed(text(5)),
  address: bytes(7),
  peerIndex: maybe(u32(12)),
  peerNsId: maybe(u32(13)),
  master: maybe(u32(14)),
});

export const autofsMount = message('AutofsMount', { fd: u32(1), processGroup: u32(2), timeout: u32(3) });
export const binfmtEntry = message('BinfmtEntry', { name: text(1), enabled: flag(2), interpreter: text(3) });

const seccompFilter = message('SeccompFilter', { program: bytes(1), previous: maybe(u32(2)), flags: maybe(u32(3)) });
export const seccompFilters = message('SeccompFilters', { filters: list(nested(1, seccompFilter)) });

const apparmorPolicy = message('ApparmorPolicy', { name: text(1), blob: bytes(2) });
const apparmorNamespace = message('ApparmorNamespace', { name: text(1), policies: list(nested(2, apparmorPolicy)) });
export const apparmor = message('Apparmor', { namespaces: list(nested(1, apparmorNamespace)) });

/** First field of each IPC object; which one it is depends on the image. */
export const ipcVariables = message('IpcVariables', {
  semaphores: list(u32(1)),
  maximumMessage: u32(2),
  maximumQueue: u32(3),
});
const ipcObject = message('IpcObject', { key: u32(1), uid: u32(2), gid: u32(3), mode: u32(6), id: u32(7) });
export const ipcMemory = message('IpcMemory', {
  object: nested(1, ipcObject),
  size: u64(2),
  inPagemaps: flag(3),
  hugetlb: maybe(u32(4)),
});
export const ipcQueue = message('IpcQueue', { object: nested(1, ipcObject), bytes: u32(2), messages: u32(3) });
export const ipcQueued = message('IpcQueued', { type: u64(1), bytes: needed(u32(2)) });
export const ipcSemaphores = message('IpcSemaphores', { object: nested(1, ipcObject), count: needed(u32(2)) });
