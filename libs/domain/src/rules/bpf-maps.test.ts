import { buildBundle, buildFd, buildHost, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, known } from '../facts/index.ts';
import { bpfMaps } from './bpf-maps.ts';

const built = (bpf: boolean) => {
  const { criu } = buildHost();
  if (!criu.known) throw new Error('the builder knows CRIU');
  const build = known({ support: { nftables: true, tls: true, bpf }, pluginDirectory: '/usr/lib/criu', plugins: [] });
  return { criu: known({ ...criu.value, build }) };
};
const holding = (type: number, host: Parameters<typeof buildHost>[0]): FactBundle =>
  buildBundle({
    host,
    tree: {
      tasks: [
        buildTask({
          fds: [
            buildFd({
              kind: 'anon-inode',
              link: 'anon_inode:bpf-map',
              anonInode: 'bpf-map',
              details: [`map_type:\t${type}`, 'key_size:\t4'],
            }),
          ],
        }),
      ],
    },
  });

describeRule(bpfMaps, {
  silent: [
    { name: 'a hash table, with a CRIU that was built with libbpf', source: holding(1, built(true)) },
    { name: 'no map at all, and an unknown build', source: buildBundle() },
  ],
  fires: [
    {
      name: 'any map, with a CRIU that was built without libbpf',
      source: holding(1, built(false)),
      finding: { id: 'bpf-maps.without-libbpf', severity: 'blocker' },
      criuLine: "Error (criu/files-ext.c:94): Can't dump file 3 of that type [600] (anon anon_inode:bpf-map)",
    },
    {
      name: 'a ring buffer, whatever the build',
      source: holding(27, built(true)),
      finding: { id: 'bpf-maps.kind', evidence: { pid: '100', fd: '3', type: '27', criu: '4.2.1' } },
    },
    {
      name: 'a map, when the build could not be read',
      source: holding(1, {}),
      finding: { id: 'bpf-maps.unknown-build', severity: 'not-evaluated' },
    },
  ],
});
