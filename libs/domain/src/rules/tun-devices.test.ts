import { buildBundle, buildFd, buildTask, describeRule, hostNamespaces } from '@godwit/test-kit';
import { known } from '../facts/index.ts';
import { tunDevices } from './tun-devices.ts';

const tun = buildFd({ fd: 7, link: '/dev/net/tun', identity: { kind: 'character-device', rdev: '10:200' } });

describeRule(tunDevices, {
  silent: [
    { name: 'no tun device' },
    {
      name: 'a tun device in a network namespace of the tree',
      source: buildBundle({
        tree: { tasks: [buildTask({ fds: [tun], namespaces: known({ ...hostNamespaces, net: '4026539999' }) })] },
      }),
    },
  ],
  fires: [
    {
      name: 'a tun device in the network namespace of the host',
      source: buildBundle({ tree: { tasks: [buildTask({ fds: [tun] })] } }),
      finding: { id: 'tun-devices.host-network', subject: { kind: 'fd', pid: 100, fd: 7, path: '/dev/net/tun' } },
      criuLine: 'Error (criu/tun.c:306): tun: Net namespace is required to dump tun link',
    },
  ],
});
