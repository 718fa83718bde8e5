import { capabilities, hasCapability } from './capabilities.ts';
import type { FactValues } from './fact-values.ts';
import { lockedFamilies, missingLockTools, nftablesLock } from './lock-tools.ts';
import { defineRule } from './rule.ts';
import { compareVersions } from './version-order.ts';

export const networkLock = defineRule({
  id: 'network-lock',
  title: 'Lock of the network during a dump',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['inetSockets', 'otherSockets', 'tools', 'criu', 'privileges'],
  couldBlock: true,
  findings: {
    nftables: {
      severity: 'needs-option',
      message:
        'The tree has TCP connections and this host has no {missing}. CRIU locks connections with iptables unless told to use nftables.',
      noticed: 'frozen',
      criuError: 'Iptables configuration failed|Failed to lock TCP connection',
      remedies: [
        {
          text: 'Lock with nftables: dump with --network-lock=nftables.',
          options: { dump: ['--network-lock=nftables'], restore: [] },
        },
        { text: 'Install iptables on this host.' },
      ],
    },
    'no-tool': {
      severity: 'blocker',
      message:
        'The tree has TCP connections, this host has no {missing}, and CRIU {criu} cannot lock with nftables: the connections cannot be kept.',
      noticed: 'frozen',
      criuError: 'Iptables configuration failed|Failed to lock TCP connection|without libnftables support',
      remedies: [{ text: 'Install iptables, or a CRIU that was built with libnftables.' }],
    },
    'no-network-rights': {
      severity: 'blocker',
      message:
        'The tree has TCP connections, and CRIU would run without CAP_NET_ADMIN: it can neither lock a connection nor read its state.',
      noticed: 'frozen',
      criuError: "Can't turn TCP repair mode ON|Failed to lock TCP connection|Iptables configuration failed",
      remedies: [{ text: 'Run as root, or with CAP_NET_ADMIN.' }],
    },
  },
  evaluate: ({ inetSockets, otherSockets, tools, criu, privileges }) => {
    const locked = lockedFamilies(inetSockets, otherSockets);
    if (locked.length === 0) return [];
    const subject = { kind: 'host' } as const;
    const rights = hasCapability(privileges.capEffective, capabilities.netAdmin)
      ? []
      : [{ kind: 'no-network-rights' as const, subject, evidence: { capEffective: privileges.capEffective } }];
    const missing = missingLockTools(locked, tools);
    if (missing.length === 0) return rights;
    const kind = canUseNftables(criu) ? ('nftables' as const) : ('no-tool' as const);
    return [...rights, { kind, subject, evidence: { missing: missing.join(' or '), criu: criu.version } }];
  },
});

const canUseNftables = ({ features, version }: FactValues['criu']): boolean =>
  features[nftablesLock] ?? compareVersions(version, '3.16', 2) >= 0;
