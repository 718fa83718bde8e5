import {
  buildBundle,
  buildContainer,
  buildInetSocket,
  buildTask,
  describeRule,
  hostNamespaces,
} from '@godwit/test-kit';
import { type Container, type FactBundle, known, type TreeFacts } from '../facts/index.ts';
import { containers } from './containers.ts';

const of = (changes: Partial<Container>, tree: Partial<TreeFacts> = {}): FactBundle =>
  buildBundle({ tree: { container: known(buildContainer(changes)), ...tree } });

const ownNetwork = {
  tasks: [buildTask({ namespaces: known({ ...hostNamespaces, net: '4026532999' }) })],
};
const connection = buildInetSocket({
  state: 'established',
  local: { address: '127.0.0.1', port: 40_000 },
  remote: { address: '127.0.0.1', port: 80 },
});
const datagrams = buildInetSocket({ ...connection, protocol: 17, type: 'dgram' });
const joined = { joinedNamespaces: [{ type: 'network', path: '/run/netns/web' }] };

describeRule(containers, {
  silent: [
    { name: 'no container' },
    { name: 'a container of runc', source: of({}) },
    { name: 'a container of podman', source: of({ runtime: 'podman' }) },
    { name: 'a terminal, where only a dump is asked about', source: of({ hasTerminal: true }), purpose: 'dump' },
    { name: 'a network of its own, where only a dump is asked about', source: of({}, ownNetwork), purpose: 'dump' },
    {
      name: 'a network it joined by its path',
      source: of(joined, { ...ownNetwork, inetSockets: known([connection]) }),
    },
    { name: 'a network that podman makes again', source: of({ runtime: 'podman' }, ownNetwork) },
    { name: 'a connection in the network of the host', source: of({}, { inetSockets: known([connection]) }) },
  ],
  fires: [
    { name: 'crun', source: of({ runtime: 'crun' }), finding: { id: 'containers.no-checkpoint', severity: 'blocker' } },
    {
      name: 'a bundle nobody knows',
      source: of({ bundle: null }),
      finding: { id: 'containers.no-configuration', severity: 'blocker' },
    },
    {
      name: 'a cgroup of systemd',
      source: of({ systemdCgroup: true }),
      finding: { id: 'containers.systemd-cgroup', severity: 'blocker' },
    },
    {
      name: 'a terminal',
      source: of({ hasTerminal: true }),
      finding: { id: 'containers.terminal', severity: 'blocker' },
    },
    {
      name: 'a network of its own',
      source: of({}, ownNetwork),
      finding: { id: 'containers.empty-network', severity: 'caution' },
    },
    {
      name: 'a connection within a network of its own',
      source: of({}, { ...ownNetwork, inetSockets: known([connection]) }),
      finding: { id: 'containers.connection-without-network', severity: 'blocker' },
    },
    {
      name: 'connected datagrams within a network of its own',
      source: of({}, { ...ownNetwork, inetSockets: known([datagrams]) }),
      finding: { id: 'containers.connection-without-network', severity: 'blocker' },
    },
    {
      name: 'a session of runc exec',
      source: of({ outsiders: [{ pid: 77, comm: 'sh' }] }),
      finding: {
        id: 'containers.exec-session',
        severity: 'caution',
        message:
          'Process 77 (sh) was started in the container web from outside. It is not below the first process of the container, is not in the dump, and ends with it.',
      },
    },
  ],
});
