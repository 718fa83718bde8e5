import { buildBundle, buildDestination, buildFd, buildMatrix, buildTask, describeRule } from '@godwit/test-kit';
import { known, type ProbeOutcome } from '../facts/index.ts';
import { destinationCapabilities } from './destination-capabilities.ts';

const source = buildBundle({
  tree: {
    tasks: [buildTask({ fds: [buildFd({ kind: 'anon-inode', anonInode: 'eventfd', link: 'anon_inode:[eventfd]' })] })],
  },
});
const there = (outcome: ProbeOutcome) =>
  buildDestination({ host: { capabilityMatrix: known(buildMatrix({ eventfd: outcome }, 'no eventfd')) } });

describeRule(destinationCapabilities, {
  silent: [
    { name: 'a destination that was never probed', source },
    { name: 'an eventfd, which was carried there', source, destination: there('works') },
    { name: 'no eventfd, although none is carried there', destination: there('restore-refused') },
  ],
  fires: [
    {
      name: 'an eventfd, which was refused there',
      source,
      destination: there('restore-refused'),
      finding: { id: 'destination-capabilities.refused', severity: 'blocker' },
    },
    {
      name: 'an eventfd, which came back broken there',
      source,
      destination: there('lost'),
      finding: { id: 'destination-capabilities.lost', severity: 'caution' },
    },
  ],
});
