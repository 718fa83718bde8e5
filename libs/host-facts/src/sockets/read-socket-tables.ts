import type { Libc } from '../native/libc.ts';
import { inNetworkNamespaceOf } from '../native/network-namespace.ts';
import { DiagError, dumpDiag, openDiag } from '../native/sock-diag.ts';
import { readText, readTextOrNull } from '../procfs/read-text.ts';
import { encodeInetRequest, parseInetDiag } from './inet-diag.ts';
import type { InetEntry } from './inet-entry.ts';
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

/** A kernel without a table's diag module answers ENOENT: then its text, if there is one, is the best source. */
const readInetDiag = (libc: Libc, fd: number, table: InetTable): InetEntry[] | null => {
  try {
    return dumpDiag(libc, fd, encodeInetRequest(table)).map((message) => parseInetDiag(message, table));
  } catch (error) {
    if (error instanceof DiagError) return null;
    throw error;
  }
};

const readByDiag = (libc: Libc, pid: number): Pick<SocketTables, 'inet' | 'unix' | 'unixIsPartial'> =>
  inNetworkNamespaceOf(libc, pid, () => {
    const fd = openDiag(libc);
    try {
      const inet = inetTables.flatMap(
        (table) => (table.diag ? readInetDiag(libc, fd, table) : null) ?? readInetText(pid, table),
      );
      return { inet, unix: dumpDiag(libc, fd, encodeUnixRequest()).map(parseUnixDiag), unixIsPartial: false };
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

const readByText = (pid: number): Pick<SocketTables, 'inet' | 'unix' | 'unixIsPartial'> => {
  // Every kernel with sockets has these two: without them nothing is known, which must not look like an empty list.
  readText(`/proc/${pid}/net/tcp`);
  const lines = parseNetUnix(readText(`/proc/${pid}/net/unix`));
  return {
    inet: inetTables.flatMap((table) => readInetText(pid, table)),
    unix: lines.map((line) => unixFromText(line, lines)),
    unixIsPartial: true,
  };
};

const readMain = (libc: Libc | null, pid: number) => {
  if (libc === null) return { ...readByText(pid), source: '/proc/PID/net, because the koffi addon is missing' };
  try {
    return { ...readByDiag(libc, pid), source: 'sock_diag' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...readByText(pid), source: `/proc/PID/net, because ${reason}` };
  }
};

const readTable = (pid: number, name: string): Record<string, string>[] =>
  parseNetTable(readTextOrNull(`/proc/${pid}/net/${name}`) ?? '');

/**
 * All sockets of the network namespace of one process: by sock_diag, else from the text tables of /proc/PID/net. Throws when
 * neither can be read.
 */
export const readSocketTables = (libc: Libc | null, pid: number): SocketTables => ({
  ...readMain(libc, pid),
  netlink: readTable(pid, 'netlink'),
  packet: readTable(pid, 'packet'),
});
