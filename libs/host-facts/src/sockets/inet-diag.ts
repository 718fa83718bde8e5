import { netlinkAttributes } from '../native/netlink-dump.ts';
import { formatAddress } from './format-address.ts';
import { type InetEntry, inetState, withPending } from './inet-entry.ts';
import type { InetTable } from './socket-tables.ts';

const families = { ipv4: 2, ipv6: 10 } as const;

const requestBytes = 56;
const protocolAttribute = 3;
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
  // idiag_ext: of all that could be asked only the congestion control (INET_DIAG_CONG).
  request[2] = protocol === 6 ? 1 << 3 : 0;
  request.writeUInt32LE(0xffffffff, 4);
  return protocol > 255 ? Buffer.concat([request, wideProtocol(protocol)]) : request;
};

/** INET_DIAG_* attributes of linux/inet_diag.h; MD5 keys and the upper layer are told to CAP_NET_ADMIN only. */
const attributeNumbers = { congestion: 4, v6Only: 11, md5: 18, upperLayer: 19, options: 22 } as const;

/** struct inet_diag_sockopt (Linux 5.10): bits of options that CRIU does not save, and what a new socket has. */
const optionBits = [
  ['IP_RECVERR', 0, false],
  ['IP_MULTICAST_LOOP', 4, true],
  ['IP_TRANSPARENT', 5, false],
  ['IP_MULTICAST_ALL', 6, true],
] as const;

const differingOptions = (bits: number): string[] =>
  optionBits.filter(([, bit, usual]) => ((bits >> bit) & 1) !== Number(usual)).map(([name]) => name);
/** INET_ULP_INFO_NAME inside the upper layer's attribute. */
const upperLayerName = 1;

const textOf = (bytes: Buffer | undefined): string => bytes?.toString('latin1').replace(/\0.*$/s, '') ?? '';

type Extras = Pick<InetEntry, 'v6Only' | 'congestion' | 'upperLayer' | 'signed' | 'unsavedOptions'>;

const readExtras = (message: Buffer): Extras => {
  const found = netlinkAttributes(message, messageBytes);
  const v6Only = found.get(attributeNumbers.v6Only);
  const congestion = textOf(found.get(attributeNumbers.congestion));
  const layer = found.get(attributeNumbers.upperLayer);
  const bits = found.get(attributeNumbers.options)?.[0];
  const unsavedOptions = bits === undefined || message[0] === families.ipv6 ? [] : differingOptions(bits);
  const upperLayer = layer === undefined ? '' : textOf(netlinkAttributes(layer, 0).get(upperLayerName));
  return {
    ...(v6Only === undefined || message[0] !== families.ipv6 ? {} : { v6Only: v6Only[0] === 1 }),
    ...(congestion === '' ? {} : { congestion }),
    ...(upperLayer === '' ? {} : { upperLayer }),
    ...(unsavedOptions.length === 0 ? {} : { unsavedOptions }),
    ...((found.get(attributeNumbers.md5)?.length ?? 0) > 0 ? { signed: true } : {}),
  };
};

/** Name of an interface by its number, in the network namespace that was asked; null when there is none any more. */
export type InterfaceName = (index: number) => string | null;

/** One inet_diag_msg of sock_diag(7). */
export const parseInetDiag = (message: Buffer, table: InetTable, nameOf: InterfaceName = () => null): InetEntry => {
  const wide = message[0] === families.ipv6;
  const address = (at: number): string => formatAddress(message.subarray(at, at + (wide ? 16 : 4)));
  const index = message.readUInt32LE(40);
  const boundInterface = index === 0 ? null : nameOf(index);
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
    ...readExtras(message),
    ...(boundInterface === null ? {} : { boundInterface }),
  });
};
