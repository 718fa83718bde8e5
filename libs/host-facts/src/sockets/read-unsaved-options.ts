import { borrowFd, readOption } from '../native/borrow-fd.ts';
import type { Libc } from '../native/libc.ts';
import type { InetEntry } from './inet-entry.ts';
import type { SocketPlace } from './read-socket-details.ts';

/** Name, level and number of an option, and the value a new socket has. */
type Option = readonly [name: string, level: number, number: number, usual: number];

const [ip, tcp, udp] = [0, 6, 17];

/** Options of tcp(7), ip(7) and udp(7) that were seen to be at their default after a restore with CRIU 4.2.1. */
const ofListeners: readonly Option[] = [
  ['TCP_FASTOPEN', tcp, 23, 0],
  ['TCP_DEFER_ACCEPT', tcp, 9, 0],
  ['TCP_USER_TIMEOUT', tcp, 18, 0],
  ['TCP_SAVE_SYN', tcp, 27, 0],
];
const ofConnections: readonly Option[] = [['TCP_USER_TIMEOUT', tcp, 18, 0]];
const ofDatagrams: readonly Option[] = [
  ['IP_RECVTOS', ip, 13, 0],
  ['IP_RECVTTL', ip, 12, 0],
  ['IP_MULTICAST_TTL', ip, 33, 1],
  ['UDP_GRO', udp, 104, 0],
  ['UDP_SEGMENT', udp, 103, 0],
];

/** Some options of ip(7) answer with a single byte. */
const numberIn = (value: Buffer): number => (value.length >= 4 ? value.readInt32LE(0) : (value[0] ?? 0));

const optionsFor = ({ protocol, type, state, family }: InetEntry): readonly Option[] => {
  if (type === 'raw') return [];
  if (protocol === tcp) return state === 'listen' ? ofListeners : ofConnections;
  return family === 'ipv4' && protocol === udp ? ofDatagrams : [];
};

/** Names of the options of an internet socket that differ from those of a new one and that CRIU does not save; empty where it was not asked. */
export const readUnsavedOptions = (libc: Libc | null, entry: InetEntry, { pid, fd }: SocketPlace): string[] => {
  const asked = optionsFor(entry);
  if (libc === null || asked.length === 0) return [];
  const differing = borrowFd(libc, pid, fd, (copy) =>
    asked.filter(([, level, name, usual]) => {
      const value = readOption(libc, copy, { level, name });
      return value !== null && numberIn(value) !== usual;
    }),
  );
  return (differing ?? []).map(([name]) => name);
};
