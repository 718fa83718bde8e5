const allNodesMac = Buffer.from('333300000001', 'hex');

const groups = (text: string): number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));

/** An IPv6 address without an embedded IPv4 part as its 16 bytes. Throws when it is none. */
export const ipv6Bytes = (address: string): Buffer => {
  const [head = '', tail] = address.split('::');
  const [left, right] = [groups(head), groups(tail ?? '')];
  const missing = 8 - left.length - right.length;
  const all = tail === undefined ? left : [...left, ...Array<number>(Math.max(0, missing)).fill(0), ...right];
  if (all.length !== 8 || all.some((group) => !(group >= 0 && group <= 0xffff)))
    throw new Error(`${address} is no IPv6 address`);
  const bytes = Buffer.alloc(16);
  all.forEach((group, index) => void bytes.writeUInt16BE(group, index * 2));
  return bytes;
};

const allNodes = ipv6Bytes('ff02::1');
const icmpv6 = 58;
const neighbourAdvertisement = 136;
const override = 0x20000000;
const targetLinkAddress = 2;

/** The Internet checksum over an even number of bytes (RFC 1071). */
const checksum = (bytes: Buffer): number => {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
};

/**
 * An Ethernet frame with an unsolicited neighbour advertisement to all nodes (RFC 4861, sections 4.4 and 7.2.6): whoever
 * knows the address replaces the link address he has for it.
 */
export const encodeNeighbourAdvertisement = (mac: string, address: string): Buffer => {
  const own = Buffer.from(mac.replaceAll(':', ''), 'hex');
  const announced = ipv6Bytes(address);
  const message = Buffer.concat([Buffer.alloc(8), announced, Buffer.from([targetLinkAddress, 1]), own]);
  message[0] = neighbourAdvertisement;
  message.writeUInt32BE(override, 4);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(0x60000000, 0);
  header.writeUInt16BE(message.length, 4);
  header[6] = icmpv6;
  header[7] = 255;
  const pseudo = Buffer.alloc(8);
  pseudo.writeUInt32BE(message.length, 0);
  pseudo[7] = icmpv6;
  message.writeUInt16BE(checksum(Buffer.concat([announced, allNodes, pseudo, message])), 2);
  return Buffer.concat([allNodesMac, own, Buffer.from([0x86, 0xdd]), header, announced, allNodes, message]);
};
