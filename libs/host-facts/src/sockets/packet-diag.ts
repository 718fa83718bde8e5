import { netlinkAttributes } from '../native/netlink-dump.ts';

const familyPacket = 17;
/** PACKET_SHOW_INFO | PACKET_SHOW_MCLIST of linux/packet_diag.h. */
const show = 0x1 | 0x2;
const messageBytes = 16;
const membershipAttribute = 1;
const membershipBytes = 44;

/** packet_diag_req of sock_diag(7). */
export const encodePacketRequest = (): Buffer => {
  const request = Buffer.alloc(20);
  request[0] = familyPacket;
  request.writeUInt32LE(show, 8);
  return request;
};

/** How often the socket joined the membership it joined most often. */
const mostJoined = (memberships: Buffer): number =>
  Array.from({ length: Math.floor(memberships.length / membershipBytes) }, (_, index) =>
    memberships.readUInt32LE(index * membershipBytes + 4),
  ).reduce((most, count) => Math.max(most, count), 0);

/** One packet_diag_msg: inode, and how often its most joined membership was joined. */
export const parsePacketDiag = (message: Buffer): Record<string, string> => {
  const memberships = netlinkAttributes(message, messageBytes).get(membershipAttribute);
  return {
    Inode: String(message.readUInt32LE(4)),
    Joined: String(memberships === undefined ? 0 : mostJoined(memberships)),
  };
};
