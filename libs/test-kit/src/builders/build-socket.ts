import type { InetSocket, OtherSocket, UnixSocket } from '@godwit/domain/facts';

/** An established TCP connection over IPv4. */
export const buildInetSocket = (changes: Partial<InetSocket> = {}): InetSocket => ({
  inode: '3003',
  pids: [100],
  family: 'ipv4',
  protocol: 6,
  state: 'established',
  local: { address: '10.0.0.1', port: 7000 },
  remote: { address: '10.0.0.9', port: 51_000 },
  receiveQueueBytes: 0,
  sendQueueBytes: 0,
  ...changes,
});

/** A listening TCP socket on the wildcard address. */
export const buildListener = (changes: Partial<InetSocket> = {}): InetSocket =>
  buildInetSocket({
    state: 'listen',
    local: { address: '0.0.0.0', port: 7000 },
    remote: { address: '0.0.0.0', port: 0 },
    pendingConnections: 0,
    ...changes,
  });

/** A stream socket whose peer is in the tree too. */
export const buildUnixSocket = (changes: Partial<UnixSocket> = {}): UnixSocket => ({
  inode: '4004',
  pids: [100],
  type: 'stream',
  state: 'established',
  name: null,
  peerInode: '4005',
  peerName: null,
  peerInTree: true,
  peerOwner: null,
  pendingConnections: 0,
  receiveQueueBytes: 0,
  ...changes,
});

/** A netlink socket without unread messages. */
export const buildOtherSocket = (changes: Partial<OtherSocket> = {}): OtherSocket => ({
  inode: '5005',
  pids: [100],
  family: 'netlink',
  listed: true,
  details: { Rmem: '0' },
  ...changes,
});
