import { buildBundle, buildDestination, buildFd, buildIdentity, buildTask, describeRule } from '@godwit/test-kit';
import { type Fact, type FactBundle, known, unknown } from '../facts/index.ts';
import { destinationLocks } from './destination-locks.ts';

const lock = { kind: 'flock', access: 'WRITE', line: '1: FLOCK ADVISORY WRITE 100 08:01:2002 0 EOF' } as const;
const source = buildBundle({ tree: { tasks: [buildTask({ fds: [buildFd({ link: '/srv/data', locks: [lock] })] })] } });
const there = (locks?: Fact<string[]>): FactBundle =>
  buildDestination({
    answers: {
      files: known([
        {
          path: '/srv/data',
          identity: known(buildIdentity({ path: '/srv/data' })),
          buildId: known(null),
          sha256: unknown('not asked'),
          ...(locks === undefined ? {} : { locks }),
        },
      ]),
    },
  });

describeRule(destinationLocks, {
  silent: [
    { name: 'a lock nobody else holds', source, destination: there(known([])) },
    { name: 'a file that is not there, which another rule tells', source },
    { name: 'no locks in the tree', destination: there(known(['FLOCK WRITE'])) },
  ],
  fires: [
    {
      name: 'a lock somebody holds there',
      source,
      destination: there(known(['FLOCK WRITE'])),
      finding: {
        id: 'destination-locks.held',
        severity: 'blocker',
        evidence: { path: '/srv/data', locks: 'FLOCK WRITE' },
      },
    },
    {
      name: 'locks that were not read',
      source,
      destination: there(),
      finding: { id: 'destination-locks.unread', severity: 'not-evaluated' },
    },
  ],
});
