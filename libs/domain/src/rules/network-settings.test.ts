import { buildBundle, buildNetworkNamespace, buildTask, describeRule, hostNamespaces } from '@godwit/test-kit';
import { type FactBundle, known, type NetworkNamespace, unknown } from '../facts/index.ts';
import { networkSettings } from './network-settings.ts';

const source = (changes: Partial<NetworkNamespace>): FactBundle =>
  buildBundle({
    tree: {
      tasks: [buildTask({ namespaces: known({ ...hostNamespaces, net: '4026539002' }) })],
      networkNamespaces: known([buildNetworkNamespace([], changes)]),
    },
  });

describeRule(networkSettings, {
  silent: [
    { name: 'the network of the host' },
    { name: 'a new network', source: source({}) },
    { name: 'what could not be read, since nothing is refused for it', source: source({ disciplines: unknown('no') }) },
  ],
  fires: [
    {
      name: 'a token bucket',
      source: source({ disciplines: known([{ link: 2, kind: 'tbf' }]) }),
      finding: { id: 'network-settings.traffic-control', severity: 'caution' },
    },
    {
      name: 'a neighbour entered by hand',
      source: source({ neighbours: known(1) }),
      finding: { id: 'network-settings.neighbours', severity: 'caution' },
    },
    {
      name: 'a longer queue of listeners',
      source: source({ settings: known([{ name: 'net.core.somaxconn', value: '77' }]) }),
      finding: { id: 'network-settings.settings', severity: 'caution' },
    },
  ],
});
