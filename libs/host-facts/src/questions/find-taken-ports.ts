import type { Questions } from '@godwit/domain/facts';
import { isShared } from '../native/is-shared-port.ts';
import { loadLibc } from '../native/libc.ts';
import type { InetEntry } from '../sockets/inet-entry.ts';
import { readSocketTables } from '../sockets/read-socket-tables.ts';
import { findOutsideHolders } from '../tree/outside-holders.ts';

type Port = Questions['ports'][number];
export type TakenPort = Port & { owner: string; shared?: boolean };

const isWide = (address: string): boolean => address.includes(':');
/** A v4-mapped address is an IPv4 address to the kernel's port tables. */
const unmapped = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');

/** Whether a bound address takes another one's port: 0.0.0.0 all of IPv4, `::` that too unless its socket says otherwise. */
const covers = (bound: string, other: string, v6Only?: boolean): boolean => {
  if (bound === '0.0.0.0') return !isWide(other);
  if (bound === '::') return isWide(other) || v6Only !== true;
  return bound === other;
};

const overlap = (wanted: Port, entry: InetEntry): boolean => {
  const [there, here] = [unmapped(wanted.address), unmapped(entry.local.address)];
  if (entry.v6Only === true && !isWide(there)) return false;
  if (wanted.v6Only === true && !isWide(here)) return false;
  return covers(here, there, entry.v6Only) || covers(there, here);
};

/** A listener, or a socket of a protocol without listeners that is bound. */
const occupies = (entry: InetEntry): boolean =>
  entry.type === 'stream' ? entry.state === 'listen' : entry.local.port !== 0;

const conflictOf = (wanted: Port, entries: readonly InetEntry[]): InetEntry | undefined =>
  entries.find(
    (entry) =>
      entry.protocol === wanted.protocol &&
      entry.local.port === wanted.port &&
      occupies(entry) &&
      overlap(wanted, entry),
  );

/** Which of the ports are taken here, and by which process. Throws when the kernel's tables cannot be read. */
export const findTakenPorts = async (ports: readonly Port[]): Promise<TakenPort[]> => {
  if (ports.length === 0) return [];
  const libc = loadLibc();
  const { inet } = readSocketTables(libc, process.pid);
  const hits = ports.flatMap((port) => {
    const entry = conflictOf(port, inet);
    return entry === undefined ? [] : [{ port, inode: entry.inode }];
  });
  const { sockets } = await findOutsideHolders(new Set(), { pipes: [], sockets: hits.map((hit) => hit.inode) });
  return hits.map(({ port, inode }) => {
    const holder = sockets.get(inode);
    const owner = holder === undefined ? 'unknown process' : `${holder.comm} (pid ${holder.pid})`;
    return { ...port, owner, ...(isShared(libc, port) ? { shared: true } : {}) };
  });
};
