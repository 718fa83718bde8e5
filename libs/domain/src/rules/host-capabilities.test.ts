import { buildBundle, buildFd, buildMatrix, buildTask, describeRule } from '@godwit/test-kit';
import { type CapabilityMatrix, type FactBundle, known, type ProbeOutcome } from '../facts/index.ts';
import { hostCapabilities } from './host-capabilities.ts';

const probed = (matrix: CapabilityMatrix | null, tree: Parameters<typeof buildBundle>[0] = {}): FactBundle =>
  buildBundle({ ...tree, host: matrix === null ? {} : { capabilityMatrix: known(matrix) } });
const eventful = {
  tree: {
    tasks: [buildTask({ fds: [buildFd({ kind: 'anon-inode', anonInode: 'eventfd', link: 'anon_inode:[eventfd]' })] })],
  },
};
const behaviour = (outcome: ProbeOutcome) =>
  probed(buildMatrix({ 'hook-killed': outcome }, 'it was taken for success'));

describeRule(hostCapabilities, {
  silent: [
    { name: 'nobody has tried anything here', source: probed(null, eventful) },
    { name: 'an eventfd, which was carried here', source: probed(buildMatrix({ eventfd: 'works' }), eventful) },
    { name: 'an eventfd, whose probe could not be run', source: probed(buildMatrix({ eventfd: 'not-run' }), eventful) },
    { name: 'no eventfd, although none is carried', source: probed(buildMatrix({ eventfd: 'dump-refused' })) },
    {
      name: 'an eventfd that could be dumped and not restored, when it shall only be dumped',
      source: probed(buildMatrix({ eventfd: 'restore-refused' }), eventful),
      purpose: 'dump',
    },
    { name: 'a hook treated otherwise matters to no restore in place', source: behaviour('lost') },
    { name: 'a move, with a CRIU that treats its hooks well', source: behaviour('works'), purpose: 'move' },
  ],
  fires: [
    {
      name: 'an eventfd, which was refused here',
      source: probed(
        buildMatrix({ eventfd: 'dump-refused' }, "Error (criu/files-ext.c:94): Can't dump file 3"),
        eventful,
      ),
      finding: { id: 'host-capabilities.refused', severity: 'blocker' },
      criuLine: "(00.041) Error (criu/files-ext.c:94): Can't dump file 17",
    },
    {
      name: 'an eventfd, which was refused here at its restore',
      source: probed(buildMatrix({ eventfd: 'restore-refused' }), eventful),
      finding: { id: 'host-capabilities.refused' },
    },
    {
      name: 'an eventfd, which came back broken here',
      source: probed(buildMatrix({ eventfd: 'lost' }, 'the count is another'), eventful),
      finding: { id: 'host-capabilities.lost', severity: 'caution' },
    },
    {
      name: 'a move, with a CRIU that takes a killed hook for success',
      source: behaviour('lost'),
      purpose: 'move',
      finding: { id: 'host-capabilities.behaviour', severity: 'blocker' },
    },
  ],
});
