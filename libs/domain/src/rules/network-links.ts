import type { NetworkLink, NetworkNamespace } from '../facts/index.ts';
import type { Remedy } from '../verdict/finding.ts';
import type { FactValues } from './fact-values.ts';
import { nftablesLock } from './lock-tools.ts';
import { defineRule, type Reported } from './rule.ts';

export const networkLinks = defineRule({
  id: 'network-links',
  title: 'Network of the tree',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['networkNamespaces', 'rootPid', 'namespaces', 'collectorNamespaces', 'tools', 'criu'],
  couldBlock: true,
  findings: {
    'kept-outside': {
      severity: 'needs-option',
      message:
        'The network namespace of the tree stays alive without it ({holder}), with the link {name} in it. CRIU can leave it as it is, and put the tree back into it.',
      noticed: 'restore',
      criuError: 'Unknown peer net namespace|File exists|is required|Unsupported link',
      remedies: [
        {
          text: 'Dump without the network (--empty-ns=net) and restore into the namespace that is there (--join-ns=net:PATH).',
          options: { dump: ['--empty-ns=net'], restore: ['--join-ns=net:PATH'] },
        },
      ],
    },
    'copied-network': {
      severity: 'caution',
      message:
        'The network namespace of the tree stays alive without it ({holder}). The restored tree gets a copy, which the holder does not see.',
      noticed: 'never',
      criuError: null,
      remedies: [
        {
          text: 'To join the namespace that is there, dump with --empty-ns net and restore with --join-ns net:PATH.',
        },
      ],
    },
    'peer-outside': {
      severity: 'needs-option',
      message:
        'The other end of {name} is {peer} on the host. Without being told, CRIU makes both ends inside the tree, and the connection is gone.',
      noticed: 'restore',
      criuError: null,
      remedies: [
        {
          text: 'Name the end on the host at the restore: --external veth[NAME]:PEER or veth[NAME]:PEER@BRIDGE.',
          options: { restore: ['--external=veth[NAME]:PEER'] },
        },
      ],
    },
    'peer-unknown': {
      severity: 'caution',
      message:
        'The other end of {name} lies in a network namespace that is neither of the tree nor of this host. CRIU makes a new pair inside the tree: the connection is gone.',
      noticed: 'never',
      criuError: null,
      remedies: [
        { text: 'Connect {name} again after the restore, or leave the network to its holder with --empty-ns net.' },
      ],
    },
    'parent-outside': {
      severity: 'needs-option',
      message: '{name} is a macvlan on {peer} of the host, which CRIU must be told at the restore.',
      noticed: 'restore',
      criuError: 'a macvlan parent for .* is required',
      remedies: [
        {
          text: 'Restore with --external macvlan[NAME]:PARENT.',
          options: { restore: ['--external=macvlan[NAME]:PARENT'] },
        },
      ],
    },
    'parent-inside': {
      severity: 'blocker',
      message: '{name} is a macvlan on another link of the tree. CRIU can only put one on a link of the host.',
      noticed: 'restore',
      criuError: "a macvlan parent for .* is required|Can't restore link",
      remedies: [{ text: 'Use a veth pair and a bridge instead, or remove the link before the dump.' }],
    },
    'unsupported-link': {
      severity: 'blocker',
      message:
        '{name} is a {kind} link, which CRIU cannot save (it knows lo, veth, tun, bridge, macvlan, sit and venet).',
      noticed: 'after-pages',
      criuError: 'Unsupported link \\d+ \\(type|No linkinfo for eth link|No kind for eth link',
      remedies: [
        { text: 'Move the link out of the namespace, or remove it, before the dump.' },
        {
          text: 'Leave the whole network to somebody else: dump with --empty-ns net, and build the links again after the restore.',
        },
      ],
    },
    'no-ip-tool': {
      severity: 'blocker',
      message:
        'The tree has a network of its own, and this host has no ip(8), with which CRIU reads addresses and routes.',
      noticed: 'after-pages',
      criuError: 'execvp\\("ip"|IP tool failed on',
      remedies: [{ text: 'Install iproute2 on this host.' }],
    },
    'lock-with-nftables': {
      severity: 'needs-option',
      message: 'The tree has a network of its own, which CRIU locks during the dump, and this host has no {missing}.',
      noticed: 'frozen',
      criuError: 'execvp\\("ip6?tables-restore"|Locking network failed',
      remedies: [
        {
          text: 'Lock with nftables: dump with --network-lock=nftables.',
          options: { dump: ['--network-lock=nftables'], restore: [] },
        },
        { text: 'Install iptables on this host.' },
      ],
    },
    'no-lock': {
      severity: 'blocker',
      message:
        'The tree has a network of its own, which CRIU locks during the dump; this host has no {missing}, and this CRIU cannot use nftables.',
      noticed: 'frozen',
      criuError: 'execvp\\("ip6?tables-restore"|Locking network failed',
      remedies: [{ text: 'Install iptables, or a CRIU that was built with libnftables.' }],
    },
  },
  evaluate: (facts) => {
    const root = facts.namespaces.find(({ pid }) => pid === facts.rootPid);
    // Below a root without a network of its own nothing can be restored: the rule of namespaces says so.
    if (root === undefined || root.kinds.net === facts.collectorNamespaces.net) return [];
    const kept = facts.networkNamespaces.length === 1 ? keepOutside(facts.networkNamespaces[0]) : null;
    return [...(kept === null ? facts.networkNamespaces.flatMap(judgeNamespace) : [kept]), ...judgeTools(facts)];
  },
});

type Kind =
  | 'kept-outside'
  | 'copied-network'
  | 'peer-outside'
  | 'peer-unknown'
  | 'parent-outside'
  | 'parent-inside'
  | 'unsupported-link'
  | 'no-ip-tool'
  | 'lock-with-nftables'
  | 'no-lock';
type Facts = Pick<FactValues, 'tools' | 'criu'>;

const about = (kind: Kind, evidence: Record<string, string>, remedies?: Remedy[]): Reported<Kind> => ({
  kind,
  subject: { kind: 'host', ...(evidence.name === undefined ? {} : { path: evidence.name }) },
  evidence,
  ...(remedies === undefined ? {} : { remedies }),
});

const linksOf = ({ links }: NetworkNamespace): NetworkLink[] => (links.known ? links.value : []);

/** A link CRIU cannot make again as it was: what hangs on the world outside, or what it does not know. */
const ties = (link: NetworkLink): boolean => link.peerElsewhere || link.kind === 'macvlan' || !isSupported(link);

/** When somebody else keeps the namespace, it is still there at the restore, with every link in its place. */
const keepOutside = (namespace: NetworkNamespace | undefined): Reported<Kind> | null => {
  const tied = namespace === undefined ? undefined : linksOf(namespace).find(ties);
  if (namespace?.heldBy == null || tied === undefined) return null;
  const options = { dump: ['--empty-ns=net'], restore: [`--join-ns=net:${namespace.heldBy}`] };
  const text = `Dump without the network and restore into the namespace that stays at ${namespace.heldBy}.`;
  return about('kept-outside', { holder: namespace.heldBy, name: tied.name }, [{ text, options }]);
};

const judgeNamespace = (namespace: NetworkNamespace): Reported<Kind>[] => [
  ...(namespace.heldBy === null ? [] : [about('copied-network', { holder: namespace.heldBy })]),
  ...linksOf(namespace).flatMap(judgeLink),
];

const judgeLink = (link: NetworkLink): Reported<Kind>[] => {
  const { name, peerOnHost: peer } = link;
  const peerText = peer === null ? '' : peer.master === null ? peer.name : `${peer.name}@${peer.master}`;
  const evidence = { name, kind: link.kind ?? 'physical', type: String(link.type), peer: peerText };
  if (!isSupported(link)) return [about('unsupported-link', evidence)];
  if (link.kind === 'macvlan') return [judgeMacvlan(link, evidence)];
  if (link.kind !== 'veth' || !link.peerElsewhere) return [];
  if (peer === null) return [about('peer-unknown', evidence)];
  return [about('peer-outside', evidence, [named('veth', name, peerText)])];
};

const judgeMacvlan = ({ name, peerOnHost }: NetworkLink, evidence: Record<string, string>): Reported<Kind> =>
  peerOnHost === null
    ? about('parent-inside', evidence)
    : about('parent-outside', evidence, [named('macvlan', name, peerOnHost.name)]);

const named = (kind: string, inside: string, outside: string): Remedy => ({
  text: `Restore with --external=${kind}[${inside}]:${outside}.`,
  options: { dump: [], restore: [`--external=${kind}[${inside}]:${outside}`] },
});

/** ARPHRD numbers (linux/if_arp.h) and the kinds of link CRIU 4.2 takes of each (net.c, dump_one_link). */
const loopback = 772;
const supported: Record<number, string[]> = {
  1: ['veth', 'tun', 'bridge', 'macvlan'],
  776: ['sit'],
  65534: ['tun'],
  65535: ['venet'],
};
/** Devices the kernel puts into every namespace by itself; CRIU leaves them to it. */
const fallback: Record<number, string> = { 1: 'gretap0', 778: 'gre0', 776: 'sit0' };

const isSupported = ({ type, kind, name }: NetworkLink): boolean =>
  type === loopback || fallback[type] === name || (kind !== null && (supported[type] ?? []).includes(kind));

const judgeTools = ({ tools, criu }: Facts): Reported<Kind>[] => {
  const missing = ['iptables-restore', 'ip6tables-restore'].filter((tool) => tools[tool] === null).join(' and no ');
  const lock = criu.features[nftablesLock] === false ? ('no-lock' as const) : ('lock-with-nftables' as const);
  return [
    ...(missing === '' ? [] : [about(lock, { missing })]),
    ...(tools.ip === null ? [about('no-ip-tool', {})] : []),
  ];
};
