import { criuFeatures } from '../criu/index.ts';
import type { InetSocket, Mapping } from '../facts/index.ts';

/** Features CRIU uses at restore; the others matter only where a tree is dumped. */
export const atRestore: ReadonlySet<string> = new Set([
  'aio_remap',
  'apparmor_stacking',
  'can_map_vdso',
  'cgroupns',
  'clone3_set_tid',
  'compat_cr',
  'ipv6_freebind',
  'loginuid',
  'memfd_hugetlb',
  'move_mount_set_group',
  'newifindex',
  'nftables',
  'sockopt_buf_lock',
  'tcp_half_closed',
  'timer_cr_ids',
  'tun',
  'tun_ns',
  'userns',
]);

interface Need {
  feature: string;
  what: string;
  breaks: string;
}

const halfClosed = new Set<InetSocket['state']>(['fin-wait-1', 'fin-wait-2', 'close-wait', 'last-ack', 'closing']);

/** Features without which this tree cannot be restored, as far as its facts tell. */
export const neededFeatures = ({
  inetSockets,
  mappings,
}: {
  inetSockets: readonly InetSocket[];
  mappings: readonly Mapping[];
}): Need[] => {
  const needs: [boolean, string, string][] = [
    [mappings.some(({ path }) => path.startsWith('/[aio]')), 'aio_remap', 'The tree has an asynchronous I/O context'],
    [
      inetSockets.some(({ protocol, state }) => protocol === 6 && halfClosed.has(state)),
      'tcp_half_closed',
      'The tree has half-closed TCP connections',
    ],
    [
      mappings.some(({ path, vmFlags }) => path.startsWith('/memfd:') && vmFlags.includes('ht')),
      'memfd_hugetlb',
      'The tree has a memory file with huge pages',
    ],
  ];
  return needs.flatMap(([is, feature, what]) =>
    is ? [{ feature, what, breaks: criuFeatures[feature]?.breaks ?? '' }] : [],
  );
};
