import type { NetworkNamespace } from '../facts/index.ts';
import { defineRule, type Reported } from './rule.ts';

export const networkSettings = defineRule({
  id: 'network-settings',
  title: 'Settings of the network that are not carried',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['networkNamespaces', 'rootPid', 'namespaces', 'collectorNamespaces'],
  couldBlock: false,
  findings: {
    'traffic-control': {
      severity: 'caution',
      message:
        'Traffic control is set up in the network of the tree ({disciplines}). CRIU does not carry it: the links come back without.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Set it up again after the restore, for example with tc(8).' }],
    },
    neighbours: {
      severity: 'caution',
      message: 'The network of the tree has {count} neighbours that were entered by hand. CRIU does not carry them.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Enter them again after the restore: ip neighbour add.' }],
    },
    settings: {
      severity: 'caution',
      message:
        'Settings of the network of the tree differ from those of a new one ({settings}). CRIU does not carry these: they come back as in a new one.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Set them again after the restore: sysctl(8) inside the namespace.' }],
    },
  },
  evaluate: ({ networkNamespaces, namespaces, rootPid, collectorNamespaces }) => {
    const root = namespaces.find(({ pid }) => pid === rootPid);
    return root === undefined || root.kinds.net === collectorNamespaces.net ? [] : networkNamespaces.flatMap(judge);
  },
});

type Kind = 'traffic-control' | 'neighbours' | 'settings';

const judge = ({ pids, disciplines, neighbours, settings }: NetworkNamespace): Reported<Kind>[] => {
  const about = (kind: Kind, evidence: Record<string, string>): Reported<Kind> => ({
    kind,
    subject: { kind: 'process', pid: pids[0] },
    evidence,
  });
  const kinds = disciplines.known ? [...new Set(disciplines.value.map(({ kind }) => kind))] : [];
  const changed = settings.known ? settings.value.map(({ name, value }) => `${name} = ${value}`) : [];
  return [
    ...(kinds.length === 0 ? [] : [about('traffic-control', { disciplines: kinds.join(', ') })]),
    ...(neighbours.known && neighbours.value > 0 ? [about('neighbours', { count: String(neighbours.value) })] : []),
    ...(changed.length === 0 ? [] : [about('settings', { settings: changed.join('; ') })]),
  ];
};
