import type { Namespace, Scenario } from '../scenario.ts';
import { all, each } from './product.ts';

const singles: readonly Namespace[] = ['time', 'mount', 'cgroup', 'uts', 'ipc', 'user', 'pid', 'net'];
const mixtures: readonly (readonly Namespace[])[] = [
  ['pid', 'mount'],
  ['uts', 'ipc'],
  ['pid', 'mount', 'ipc', 'uts', 'net'],
  ['user', 'pid', 'mount'],
  ['net', 'mount'],
  ['pid', 'time'],
];
const loopback = [['ip', 'link', 'set', 'lo', 'up']];

const inside = (unshare: readonly Namespace[], scenarios: readonly Scenario[]): Scenario[] =>
  all(`own-${unshare.join('+')}`, scenarios, { unshare, ...(unshare.includes('net') ? { setup: loopback } : {}) });

const links: Record<string, readonly (readonly string[])[]> = {
  veth: [['ip', 'link', 'add', 'vea', 'type', 'veth', 'peer', 'name', 'veb']],
  'veth-outside': [['ip', 'link', 'add', 'vea', 'type', 'veth', 'peer', 'name', 'gt{port}', 'netns', '1']],
  bridge: [['ip', 'link', 'add', 'br0', 'type', 'bridge']],
};

/** Trees in namespaces of their own, and trees in which one process has some. */
export const namespaceScenarios: readonly Scenario[] = [
  ...singles.flatMap((one) => inside([one], each('children', { count: [1] }))),
  ...mixtures.flatMap((some) => inside(some, each('children', { count: [1] }))),
  ...inside(
    ['ipc'],
    [...each('sysv_memory', { attached: [true] }), ...each('sysv_queue', { kind: ['semaphores', 'messages'] })],
  ),
  ...inside(['ipc', 'mount'], each('posix_queue', { messages: [0] })),
  ...inside(
    ['net'],
    [...each('tcp_listener'), ...each('tcp_inside', { state: ['connected'] }), ...each('tun', { tap: [false] })],
  ),
  ...inside(['pid', 'mount'], [...each('zombie', { count: [1] }), ...each('file_lock', { how: ['flock'] })]),
  ...inside(['mount'], each('mounted_file', { after: ['kept', 'detached', 'overmounted'] })),
  ...inside(['uts'], each('unix_pair', { state: ['connected'] })),
  ...Object.entries(links).map(([kind, commands]) => ({
    name: `own-net.link=${kind}`,
    holds: [['leaves', {}]] as const,
    unshare: ['net'] as const,
    setup: [...loopback, ...commands],
  })),
  ...inside(['net'], each('network_setting', { kind: ['forwarding', 'ports', 'backlog', 'neighbour'] })),
  ...each('child_namespace', { of: [...singles, 'uts+ipc', 'mount+pid', 'user+net'] }),
];
