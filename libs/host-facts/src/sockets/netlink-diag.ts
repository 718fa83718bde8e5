import { netlinkAttributes } from '../native/netlink-dump.ts';

const familyNetlink = 16;
const allProtocols = 255;
/** NDIAG_SHOW_MEMINFO | NDIAG_SHOW_GROUPS of linux/netlink_diag.h. */
const show = 0x1 | 0x2;
const messageBytes = 28;
const attributes = { memory: 0, groups: 1 } as const;

/** netlink_diag_req of sock_diag(7) for all protocols. */
export const encodeNetlinkRequest = (): Buffer => {
  const request = Buffer.alloc(20);
  request[0] = familyNetlink;
  request[1] = allProtocols;
  request.writeUInt32LE(show, 8);
  return request;
};

const groupNumbers = (bytes: Buffer): number[] =>
  Array.from({ length: bytes.length * 8 }, (_, bit) => bit + 1).filter(
    (group) => ((bytes[(group - 1) >> 3] ?? 0) & (1 << ((group - 1) & 7))) !== 0,
  );

/** One netlink_diag_msg, under the names of the columns of /proc/net/netlink; `Members` are the numbers of its groups. */
export const parseNetlinkDiag = (message: Buffer): Record<string, string> => {
  const found = netlinkAttributes(message, messageBytes);
  const groups = found.get(attributes.groups);
  return {
    Eth: String(message[2] ?? 0),
    Pid: String(message.readUInt32LE(4)),
    Rmem: String(found.get(attributes.memory)?.readUInt32LE(0) ?? 0),
    Inode: String(message.readUInt32LE(16)),
    Members: groups === undefined ? '' : groupNumbers(groups).join(' '),
    HasGroups: String(groups !== undefined && groups.length > 0),
  };
};
