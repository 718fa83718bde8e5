import type { InetSocket } from '@godwit/domain/facts';

/** One inet socket of a kernel table, before it is known who holds it. */
export type InetEntry = Omit<InetSocket, 'pids'>;

/** Kernel numbers of include/net/tcp_states.h, in the words of the facts. */
const stateNames: Record<number, InetSocket['state']> = {
  1: 'established',
  2: 'syn-sent',
  3: 'syn-recv',
  4: 'fin-wait-1',
  5: 'fin-wait-2',
  6: 'time-wait',
  7: 'close',
  8: 'close-wait',
  9: 'last-ack',
  10: 'listen',
  11: 'closing',
  12: 'new-syn-recv',
};

export const inetState = (number: number): InetSocket['state'] => stateNames[number] ?? 'close';

/** A listener's receive queue counts connections that wait for accept(2), not bytes (ss(8), tcp_diag_get_info). */
export const withPending = (entry: InetEntry): InetEntry =>
  entry.state === 'listen'
    ? { ...entry, pendingConnections: entry.receiveQueueBytes, receiveQueueBytes: 0, sendQueueBytes: 0 }
    : entry;
