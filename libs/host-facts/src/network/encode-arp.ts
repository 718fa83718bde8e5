import { isIPv4 } from 'node:net';

const broadcast = Buffer.alloc(6, 0xff);

const macBytes = (mac: string): Buffer => Buffer.from(mac.replaceAll(':', ''), 'hex');

const addressBytes = (address: string): Buffer => {
  if (!isIPv4(address)) throw new Error(`${address} is no IPv4 address`);
  return Buffer.from(address.split('.').map(Number));
};

/** An Ethernet frame with a gratuitous ARP request: sender and target are the announced address (RFC 5227, section 3). */
export const encodeGratuitousArp = (mac: string, address: string): Buffer => {
  const own = macBytes(mac);
  const announced = addressBytes(address);
  const header = Buffer.from([0x08, 0x06, 0x00, 0x01, 0x08, 0x00, 0x06, 0x04, 0x00, 0x01]);
  return Buffer.concat([broadcast, own, header, own, announced, Buffer.alloc(6), announced]);
};

const protocols = { arp: 0x0806, ipv6: 0x86dd } as const;

/** sockaddr_ll of packet(7) for frames of one protocol on one interface, to the address that the frame begins with. */
export const encodeLinkAddress = (
  interfaceIndex: number,
  protocol: keyof typeof protocols = 'arp',
  destination: Buffer = broadcast,
): Buffer => {
  const address = Buffer.alloc(20);
  address.writeUInt16LE(17, 0);
  address.writeUInt16BE(protocols[protocol], 2);
  address.writeInt32LE(interfaceIndex, 4);
  address[11] = 6;
  destination.copy(address, 12, 0, 6);
  return address;
};
