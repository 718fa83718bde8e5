import { tunDevice } from './device-number.ts';
import { defineRule } from './rule.ts';

export const tunDevices = defineRule({
  id: 'tun-devices',
  title: 'Tun and tap devices',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds', 'namespaces', 'collectorNamespaces'],
  couldBlock: true,
  findings: {
    'host-network': {
      severity: 'blocker',
      message:
        'Process {pid} has a tun device open as descriptor {fd} in the network namespace of the host. CRIU saves tun devices only of a network namespace that belongs to the tree.',
      noticed: 'frozen',
      criuError: 'Net namespace is required to dump tun link',
      probe: 'tun',
      remedies: [{ text: 'Run the program in a network namespace of its own, or stop the tunnel before the dump.' }],
    },
  },
  evaluate: ({ fds, namespaces, collectorNamespaces }) => {
    const inHostNetwork = new Set(
      namespaces.filter(({ kinds }) => kinds.net === collectorNamespaces.net).map(({ pid }) => pid),
    );
    return fds
      .filter(({ pid, identity }) => identity?.rdev === tunDevice && inHostNetwork.has(pid))
      .map(({ pid, fd, link }) => ({
        kind: 'host-network',
        subject: { kind: 'fd', pid, fd, path: link },
        evidence: { pid: String(pid), fd: String(fd), link },
      }));
  },
});
