import type { Libc } from '../native/libc.ts';
import { netlinkProtocols } from '../native/netlink.ts';
import { dumpNetlink, netlinkAttributes, netlinkText } from '../native/netlink-dump.ts';

const getLink = 18;
const headerBytes = 16;
const attributes = { name: 3, link: 5, master: 10, linkInfo: 18, linkNamespace: 37 } as const;
const infoKind = 1;
const isUp = 1;

export interface Link {
  index: number;
  name: string;
  type: number;
  kind: string | null;
  up: boolean;
  peerIndex: number | null;
  /** IFLA_LINK_NETNSID was told: the link below, or the other end, lies in another network namespace. */
  peerElsewhere: boolean;
  masterIndex: number | null;
}

/** One answer to RTM_GETLINK (rtnetlink(7)). */
export const parseLink = (body: Buffer): Link => {
  const found = netlinkAttributes(body, headerBytes);
  const info = found.get(attributes.linkInfo);
  const number = (value: Buffer | undefined): number | null => (value === undefined ? null : value.readUInt32LE(0));
  return {
    type: body.readUInt16LE(2),
    index: body.readInt32LE(4),
    up: (body.readUInt32LE(8) & isUp) !== 0,
    name: netlinkText(found.get(attributes.name)) ?? '',
    kind: info === undefined ? null : netlinkText(netlinkAttributes(info, 0).get(infoKind)),
    peerIndex: number(found.get(attributes.link)),
    peerElsewhere: found.has(attributes.linkNamespace),
    masterIndex: number(found.get(attributes.master)),
  };
};

/** All links of the network namespace this thread is in. Throws when the kernel refuses to list them. */
export const readLinks = (libc: Libc): Link[] =>
  dumpNetlink(libc, netlinkProtocols.route, { type: getLink, body: Buffer.alloc(headerBytes) }).map(parseLink);
