import { formatAddress } from './format-address.ts';
import { type InetEntry, inetState, withPending } from './inet-entry.ts';
import { type InetTable, rawProtocol } from './socket-tables.ts';

/** The kernel prints addresses as 32-bit words in its own byte order, little-endian on all machines supported here. */
const addressOf = (text: string): string => {
  const bytes = Buffer.from(text, 'hex');
  for (let at = 0; at + 4 <= bytes.length; at += 4) bytes.subarray(at, at + 4).reverse();
  return formatAddress(bytes);
};

const endpointOf = (text: string): InetEntry['local'] => {
  const [address = '', port = '0'] = text.split(':');
  return { address: addressOf(address), port: Number.parseInt(port, 16) };
};

const queuesOf = (text: string): [number, number] => {
  const [send = '0', receive = '0'] = text.split(':');
  return [Number.parseInt(send, 16), Number.parseInt(receive, 16)];
};

const rawWithProtocol = (entry: InetEntry): InetEntry => ({
  ...entry,
  protocol: entry.local.port,
  local: { ...entry.local, port: 0 },
});

const parseLine = (line: string, table: InetTable): InetEntry => {
  const fields = line.trim().split(/\s+/);
  const [sendQueueBytes, receiveQueueBytes] = queuesOf(fields[4] ?? '');
  const entry: InetEntry = {
    inode: fields[9] ?? '0',
    family: table.family,
    type: table.type,
    protocol: table.protocol,
    state: inetState(Number.parseInt(fields[3] ?? '0', 16)),
    local: endpointOf(fields[1] ?? ''),
    remote: endpointOf(fields[2] ?? ''),
    receiveQueueBytes,
    sendQueueBytes,
  };
  return table.protocol === rawProtocol ? rawWithProtocol(entry) : withPending(entry);
};

/** The tables /proc/PID/net/{tcp,tcp6,udp,udp6,udplite,udplite6,raw,raw6,icmp,icmp6} (proc_pid_net(5)). */
export const parseNetInet = (text: string, table: InetTable): InetEntry[] =>
  text
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => parseLine(line, table));
