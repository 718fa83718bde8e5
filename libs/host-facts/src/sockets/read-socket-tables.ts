import type { Libc } from '../native/libc.ts';
import { dumpOn, NetlinkError, netlinkProtocols, openNetlink } from '../native/netlink.ts';
import { inNetworkNamespaceOf } from '../native/network-namespace.ts';
import { readText, readTextOrNull } from '../procfs/read-text.ts';
import { encodeInetRequest, parseInetDiag } from './inet-diag.ts';
import type { InetEntry } from './inet-entry.ts';
import { encodeNetlinkRequest, parseNetlinkDiag } from './netlink-diag.ts';
import { encodePacketRequest, parsePacketDiag } from './packet-diag.ts';
import { parseNetInet } from './parse-net-inet.ts';
import { parseNetTable } from './parse-net-table.ts';
import { parseNetUnix, type UnixTableLine } from './parse-net-unix.ts';
import { type InetTable, inetTables, type SocketTables } from './socket-tables.ts';
import { encodeUnixRequest, parseUnixDiag } from './unix-diag.ts';
import type { UnixEntry } from './unix-entry.ts';

const readInetText = (pid: number, table: InetTable): InetEntry[] => {
  const text = table.file === null ? null : readTextOrNull(`/proc/${pid}/net/${table.file}`);
  return text === null ? [] : parseNetInet(text, table);
};

/** SOCK_DIAG_BY_FAMILY of linux/sock_diag.h. */
const byFamily = 20;

/** IF_NAMESIZE of net/if.h. */
const interfaceNameBytes = 16;

/** A kernel without a table's diag module answers ENOENT: then its text, if there is one, is the best source. */
const readInetDiag = (libc: Libc, fd: number, table: InetTable): InetEntry[] | null => {
  try {
    const nameOf = (index: number): string | null => libc.ifIndexToName(index, Buffer.alloc(interfaceNameBytes));
    return dumpOn(libc, fd, { type: byFamily, body: encodeInetRequest(table) }).map((message) =>
      parseInetDiag(message, table, nameOf),
    );
  } catch (error) {
    if (error instanceof NetlinkError) return null;
    throw error;
  }
};

const readTable = (pid: number, name: string): Record<string, string>[] =>
  parseNetTable(readTextOrNull(`/proc/${pid}/net/${name}`) ?? '');

type Rows = Record<string, string>[];

/** A table of another family by sock_diag, else its text. */
const readRows = (
  libc: Libc,
  fd: number,
  request: Buffer,
  parse: (message: Buffer) => Record<string, string>,
): Rows | null => {
  try {
    return dumpOn(libc, fd, { type: byFamily, body: request }).map(parse);
  } catch (error) {
    if (error instanceof NetlinkError) return null;
    throw error;
  }
};

type MainTables = Omit<SocketTables, 'source'>;

/** Inodes of the sockets somebody asks for; undefined for all of them. */
export type WantedSockets = ReadonlyMap<string, unknown>;

const areAllAmong = (wanted: WantedSockets | undefined, found: readonly (readonly { inode: string }[])[]): boolean => {
  if (wanted === undefined) return false;
  const listed = new Set(found.flat().map(({ inode }) => inode));
  return [...wanted.keys()].every((inode) => listed.has(inode));
};

const readByDiag = (libc: Libc, pid: number, wanted?: WantedSockets): MainTables =>
  inNetworkNamespaceOf(libc, pid, () => {
    const fd = openNetlink(libc, netlinkProtocols.sockDiag);
    try {
      const unix = dumpOn(libc, fd, { type: byFamily, body: encodeUnixRequest() }).map(parseUnixDiag);
      const unixOnly = { unix, unixIsPartial: false };
      // All tables of inet or none: a socket of MPTCP stands in that of TCP under the same inode.
      if (areAllAmong(wanted, [unix])) return { ...unixOnly, inet: [], netlink: [], packet: [] };
      const inet = inetTables.flatMap(
        (table) => (table.diag ? readInetDiag(libc, fd, table) : null) ?? readInetText(pid, table),
      );
      if (areAllAmong(wanted, [unix, inet])) return { ...unixOnly, inet, netlink: [], packet: [] };
      return {
        ...unixOnly,
        inet,
        netlink: readRows(libc, fd, encodeNetlinkRequest(), parseNetlinkDiag) ?? readTable(pid, 'netlink'),
        packet: readRows(libc, fd, encodePacketRequest(), parsePacketDiag) ?? readTable(pid, 'packet'),
      };
    } finally {
      libc.close(fd);
    }
  });

const unixFromText = (line: UnixTableLine, all: readonly UnixTableLine[]): UnixEntry => ({
  inode: line.inode,
  type: line.type,
  state: line.state,
  name: line.name,
  peerInode: null,
  pendingInodes:
    line.state === 'listen' ? all.filter((other) => other.connecting && other.name === line.name).map(() => '0') : [],
  receiveQueueBytes: 0,
});

const readByText = (pid: number): MainTables => {
  // Every kernel with sockets has these two: without them nothing is known, which must not look like an empty list.
  readText(`/proc/${pid}/net/tcp`);
  const lines = parseNetUnix(readText(`/proc/${pid}/net/unix`));
  return {
    inet: inetTables.flatMap((table) => readInetText(pid, table)),
    unix: lines.map((line) => unixFromText(line, lines)),
    unixIsPartial: true,
    netlink: readTable(pid, 'netlink'),
    packet: readTable(pid, 'packet'),
  };
};

/**
 * All sockets of the network namespace of one process: by sock_diag, else from the text tables of /proc/PID/net. Where only
 * some are wanted, no more tables are read once these are found; unix sockets come first and are always all there, for
 * their peers. Throws when neither can be read.
 */
export const readSocketTables = (libc: Libc | null, pid: number, wanted?: WantedSockets): SocketTables => {
  if (libc === null) return { ...readByText(pid), source: '/proc/PID/net, because the koffi addon is missing' };
  try {
    return { ...readByDiag(libc, pid, wanted), source: 'sock_diag' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...readByText(pid), source: `/proc/PID/net, because ${reason}` };
  }
};
