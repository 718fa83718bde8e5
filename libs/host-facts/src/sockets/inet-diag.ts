import { formatAddress } from './format-address.ts';
import { type InetEntry, inetState, withPending } from './inet-entry.ts';
import type { InetTable } from './socket-tables.ts';

const families = { ipv4: 2, ipv6: 10 } as const;

const requestBytes = 56;
const protocolAttribute = 3;
const skV6OnlyAttribute = 11;
const messageBytes = 72;

const wideProtocol = (protocol: number): Buffer => {
  const attribute = Buffer.alloc(8);
  attribute.writeUInt16LE(8, 0);
  attribute.writeUInt16LE(protocolAttribute, 2);
  attribute.writeUInt32LE(protocol, 4);
  return attribute;
};

/** inet_diag_req_v2 of sock_diag(7) for all states of one protocol; numbers above 255 need an attribute of their own. */
export const encodeInetRequest = ({ family, protocol }: InetTable): Buffer => {
  const request = Buffer.alloc(requestBytes);
  request[0] = families[family];
  request[1] = Math.min(protocol, 255);
  request.writeUInt32LE(0xffffffff, 4);
  return protocol > 255 ? Buffer.concat([request, wideProtocol(protocol)]) : request;
};

const readV6Only = (message: Buffer): boolean | undefined => {
  for (let at = messageBytes; at + 4 <= message.length; ) {
    const length = message.readUInt16LE(at);
    if (length < 4) return undefined;
    if (message.readUInt16LE(at + 2) === skV6OnlyAttribute) return message[at + 4] === 1;
    at += (length + 3) & ~3;
  }
  return undefined;
};

/** One inet_diag_msg of sock_diag(7). */
export const parseInetDiag = (message: Buffer, table: InetTable): InetEntry => {
  const wide = message[0] === families.ipv6;
  const address = (at: number): string => formatAddress(message.subarray(at, at + (wide ? 16 : 4)));
  const v6Only = wide ? readV6Only(message) : undefined;
  return withPending({
    inode: String(message.readUInt32LE(68)),
    family: wide ? 'ipv6' : 'ipv4',
    type: table.type,
    protocol: table.protocol,
    state: inetState(message[1] ?? 0),
    local: { address: address(8), port: message.readUInt16BE(4) },
    remote: { address: address(24), port: message.readUInt16BE(6) },
    receiveQueueBytes: message.readUInt32LE(56),
    sendQueueBytes: message.readUInt32LE(60),
    ...(v6Only === undefined ? {} : { v6Only }),
  });
};
