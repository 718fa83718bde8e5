import type { UnixSocket } from '@godwit/domain/facts';

/** One unix socket of a kernel table, before it is known who holds it and its peer. */
export interface UnixEntry {
  inode: string;
  type: UnixSocket['type'];
  state: UnixSocket['state'];
  name: string | null;
  peerInode: string | null;
  /** Inodes of connecting sockets that nobody accepted yet. */
  pendingInodes: string[];
  receiveQueueBytes: number;
  /** Absent where the source cannot tell. */
  sendQueueBytes?: number;
  /** 1 reading, 2 writing, 3 both; absent where the source cannot tell. */
  shutdown?: number;
}

export const unixTypes: Record<number, UnixSocket['type']> = { 1: 'stream', 2: 'dgram', 5: 'seqpacket' };
