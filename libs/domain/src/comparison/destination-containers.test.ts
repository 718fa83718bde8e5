import { buildBundle, buildContainer, buildDestination, describeRule } from '@godwit/test-kit';
import { type Answers, type FactBundle, known, unknown } from '../facts/index.ts';
import { destinationContainers } from './destination-containers.ts';

const source = buildBundle({
  tree: {
    container: known(buildContainer({ bindMounts: [{ source: '/srv/data', destination: '/data' }] })),
  },
});
const fits = { hasRuntime: true, taken: false, missing: [] };
const answering = (container: Answers['container']): FactBundle => buildDestination({ answers: { container } });

describeRule(destinationContainers, {
  silent: [{ name: 'no container' }, { name: 'a place for it', source, destination: answering(known(fits)) }],
  fires: [
    {
      name: 'no runtime',
      source,
      destination: answering(known({ ...fits, hasRuntime: false })),
      finding: { id: 'destination-containers.runtime-missing', severity: 'blocker' },
    },
    {
      name: 'its name is taken',
      source,
      destination: answering(known({ ...fits, taken: true })),
      finding: { id: 'destination-containers.taken', severity: 'blocker' },
    },
    {
      name: 'a directory it binds is missing',
      source,
      destination: answering(known({ ...fits, missing: ['/srv/data'] })),
      finding: {
        id: 'destination-containers.path-missing',
        severity: 'blocker',
        subject: { kind: 'mount', path: '/srv/data' },
        message:
          'The configuration of the container web takes /srv/data from its host as /data, and it does not exist on the destination.',
      },
    },
    {
      name: 'a destination that could not look',
      source,
      destination: answering(unknown('permission denied')),
      finding: { id: 'destination-containers.unread', severity: 'not-evaluated' },
    },
  ],
});
