import { known, type NetworkLink, type NetworkNamespace } from '@godwit/domain/facts';

/** A link of a tree's own network namespace: one end of a pair whose other end is inside too. */
export const buildLink = (changes: Partial<NetworkLink> = {}): NetworkLink => ({
  index: 2,
  name: 'eth0',
  type: 1,
  kind: 'veth',
  up: true,
  peerIndex: 3,
  peerElsewhere: false,
  peerOnHost: null,
  ...changes,
});

/** The network namespace of process 100 with its loopback and further links. */
export const buildNetworkNamespace = (
  links: NetworkLink[] = [],
  changes: Partial<NetworkNamespace> = {},
): NetworkNamespace => ({
  inode: '4026539002',
  pids: [100],
  heldBy: null,
  links: known([buildLink({ index: 1, name: 'lo', type: 772, kind: null, peerIndex: null }), ...links]),
  disciplines: known([]),
  neighbours: known(0),
  nftTables: known([]),
  legacyTables: known([]),
  settings: known([]),
  ...changes,
});
