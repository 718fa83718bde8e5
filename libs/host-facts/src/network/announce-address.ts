import { isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { GodwitError } from '@godwit/domain/errors';
import { type Libc, loadLibc } from '../native/libc.ts';
import { encodeGratuitousArp, encodeLinkAddress } from './encode-arp.ts';
import { encodeNeighbourAdvertisement, ipv6Bytes } from './encode-neighbour.ts';

const familyPacket = 17;
const rawCloseOnExec = 3 | 0o2000000;
const frames = 3;
const betweenFramesMs = 20;

export interface Announcement {
  interface: string;
  address: string;
}

const cannotAnnounce = (announcement: Announcement, seen: string, remedy: string): GodwitError =>
  new GodwitError({
    code: 'command-refused',
    message: `${announcement.address} cannot be announced on ${announcement.interface}: ${seen}. Neighbours may go on sending to the old host until their entries for it expire.`,
    remedy,
  });

const isSame = (one: string, other: string): boolean =>
  one === other || (isIPv6(one) && isIPv6(other) && ipv6Bytes(one).equals(ipv6Bytes(other)));

const macOf = (announcement: Announcement): string => {
  const { interface: name, address } = announcement;
  const found = networkInterfaces()[name]?.find((candidate) => isSame(candidate.address, address));
  if (found !== undefined && found.mac !== '00:00:00:00:00:00') return found.mac;
  throw cannotAnnounce(
    announcement,
    'the interface has no such address, or no Ethernet address',
    'Add the address first.',
  );
};

const open = (libc: Libc, announcement: Announcement): number => {
  const fd = libc.socket(familyPacket, rawCloseOnExec, 0);
  if (fd >= 0) return fd;
  throw cannotAnnounce(
    announcement,
    `no packet socket (errno ${libc.errno()})`,
    'Run the agent as root with CAP_NET_RAW.',
  );
};

/** What tells the neighbours: a gratuitous ARP request, or an unsolicited neighbour advertisement. */
const frameOf = (announcement: Announcement): { frame: Buffer; protocol: 'arp' | 'ipv6' } => {
  const { address } = announcement;
  if (isIPv4(address)) return { frame: encodeGratuitousArp(macOf(announcement), address), protocol: 'arp' };
  if (isIPv6(address)) return { frame: encodeNeighbourAdvertisement(macOf(announcement), address), protocol: 'ipv6' };
  throw cannotAnnounce(announcement, 'it is no address', 'Use an IPv4 or IPv6 address.');
};

/**
 * Tells the neighbours of an address that it lives here now: three frames, 20 ms apart, through a packet(7) socket.
 * Throws `command-refused` when the address is not on the interface or none of the frames can be sent.
 */
export const announceAddress = async (announcement: Announcement): Promise<void> => {
  const libc = loadLibc();
  if (libc === null) throw cannotAnnounce(announcement, 'the koffi addon is missing', 'Install Godwit again.');
  const { frame, protocol } = frameOf(announcement);
  const target = encodeLinkAddress(libc.ifNameToIndex(announcement.interface), protocol, frame);
  const fd = open(libc, announcement);
  try {
    let refusals = 0;
    for (let sent = 0; sent < frames; sent++) {
      if (sent > 0) await setTimeout(betweenFramesMs);
      // One that is dropped on its way out is answered with ENOBUFS; the next may pass.
      if (libc.sendto(fd, frame, frame.length, 0, target, target.length) < 0 && ++refusals === frames) {
        throw cannotAnnounce(announcement, `sending failed (errno ${libc.errno()})`, 'Check that the interface is up.');
      }
    }
  } finally {
    libc.close(fd);
  }
};
