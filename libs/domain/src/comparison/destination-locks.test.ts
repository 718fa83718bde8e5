import { buildBundle, buildDestination, buildFd, buildIdentity, buildTask, describeRule } from '@godwit/test-kit';
import { type Fact, type FactBundle, known, unknown } from '../facts/index.ts';
import { destinationLocks } from './destination-locks.ts';

const lock = { kind: 'flock', access: 'WRITE', line: '1: FLOCK ADVISORY WRITE 100 08:01:2002 0 EOF' } as const;
const nonces = [{ directory: '/srv', file: '.godwit-1', nonce: 'n' }];
const locking = (one: typeof lock | typeof reading): FactBundle['tree'] =>
  buildBundle({ tree: { tasks: [buildTask({ fds: [buildFd({ link: '/srv/data', locks: [one] })] })] } }).tree;
const reading = { ...lock, access: 'READ' } as const;
const source = buildBundle({ tree: locking(lock), nonces });
const there = (locks?: Fact<string[]>, seen = false): FactBundle =>
  buildDestination({
    answers: {
      noncesSeen: known([{ directory: '/srv', seen }]),
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

const absent = buildDestination({ answers: { noncesSeen: known([{ directory: '/srv', seen: false }]) } });

describeRule(destinationLocks, {
  silent: [
    { name: 'a lock nobody else holds', source, destination: there(known([])) },
    { name: 'a file that is not there, which another rule tells', source, destination: absent },
    {
      name: 'a lock for reading on shared storage, which suffers another one',
      source: buildBundle({ tree: locking(reading), nonces }),
      destination: there(known([]), true),
    },
    { name: 'no locks in the tree', destination: there(known(['FLOCK WRITE'])) },
  ],
  fires: [
    {
      name: 'an exclusive lock on storage that both share, which the source keeps',
      source,
      destination: there(known([]), true),
      finding: { id: 'destination-locks.kept-by-source', severity: 'blocker', evidence: { path: '/srv/data' } },
    },
    {
      name: 'an exclusive lock on storage of which nothing was proved',
      source: buildBundle({ tree: locking(lock) }),
      destination: there(known([])),
      finding: { id: 'destination-locks.unproven', severity: 'not-evaluated' },
    },
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
