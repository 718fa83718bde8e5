import {
  apparmor,
  autofsMount,
  binfmtEntry,
  ipcMemory,
  ipcQueue,
  ipcSemaphores,
  ipcVariables,
  mount,
  netDevice,
  netNamespace,
  pidNamespace,
  timeNamespace,
  userNamespace,
  utsNamespace,
} from '../messages/namespaces.ts';
import { inetSocket, netlinkSocket, packetSocket, queuedPacket, tcpStream, unixSocket } from '../messages/sockets.ts';
import { imageKind, largeRecord } from './image-kind.ts';
import { packetContents, queuedMessages, segmentContents, semaphoreValues, tcpQueues } from './payloads.ts';

/** Images about sockets, mounts and namespaces. */
export const systemKinds = {
  unixSockets: imageKind(['UNIXSK', 0x54373943, /^unixsk\.img$/], unixSocket),
  inetSockets: imageKind(['INETSK', 0x56443851, /^inetsk\.img$/], inetSocket),
  packetSockets: imageKind(['PACKETSK', 0x60454618, /^packetsk\.img$/], packetSocket),
  netlinkSockets: imageKind(['NETLINK_SK', 0x58005614, /^netlinksk\.img$/], netlinkSocket),
  socketQueues: imageKind(['SK_QUEUES', 0x56264026, /^sk-queues\.img$/], queuedPacket, { payload: packetContents }),
  tcpStream: imageKind(['TCP_STREAM', 0x51465506, /^tcp-stream-[\da-f]+\.img$/], tcpStream, { payload: tcpQueues }),
  mounts: imageKind(['MNTS', 0x55563928, /^mountpoints-\d+\.img$/], mount),
  timens: imageKind(['TIMENS', 0x43114433, /^timens-\d+\.img$/], timeNamespace),
  utsns: imageKind(['UTSNS', 0x54473203, /^utsns-\d+\.img$/], utsNamespace),
  userns: imageKind(['USERNS', 0x55474906, /^userns-\d+\.img$/], userNamespace),
  pidns: imageKind(['PIDNS', 0x61157326, /^pidns-\d+\.img$/], pidNamespace),
  netns: imageKind(['NETNS', 0x55933752, /^netns-\d+\.img$/], netNamespace),
  netdev: imageKind(['NETDEV', 0x57373951, /^netdev-\d+\.img$/], netDevice),
  ipcVariables: imageKind(['IPC_VAR', 0x53115007, /^ipcns-var-\d+\.img$/], ipcVariables),
  ipcMemory: imageKind(['IPCNS_SHM', 0x46283044, /^ipcns-shm-\d+\.img$/], ipcMemory, { payload: segmentContents }),
  ipcQueues: imageKind(['IPCNS_MSG', 0x55453737, /^ipcns-msg-\d+\.img$/], ipcQueue, { payload: queuedMessages }),
  ipcSemaphores: imageKind(['IPCNS_SEM', 0x59573019, /^ipcns-sem-\d+\.img$/], ipcSemaphores, {
    payload: semaphoreValues,
  }),
  autofs: imageKind(['AUTOFS', 0x49353943, /^autofs-\d+\.img$/], autofsMount),
  binfmt: imageKind(['BINFMT_MISC', 0x67343323, /^binfmt-misc(-\d+)?\.img$/], binfmtEntry),
  apparmor: imageKind(['APPARMOR', 0x59423047, /^apparmor\.img$/], apparmor, largeRecord),
} as const;
