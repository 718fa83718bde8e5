import { buildBundle, describeRule } from '@godwit/test-kit';
import { type FactBundle, known, type TreeFacts } from '../facts/index.ts';
import { outsideLocks } from './outside-locks.ts';

type Lock = Extract<NonNullable<TreeFacts['outsideLocks']>, { known: true }>['value'][number];

const lock = (changes: Partial<Lock>): FactBundle =>
  buildBundle({
    tree: {
      outsideLocks: known([
        { path: '/var/lib/app/lock', pid: 50, comm: 'sh', how: 'shares', kind: 'flock', access: 'write', ...changes },
      ]),
    },
  });

describeRule(outsideLocks, {
  silent: [
    { name: 'a reader’s lock that another process shares', source: lock({ access: 'read' }) },
    { name: 'a lease that another process shares', source: lock({ kind: 'lease' }) },
  ],
  fires: [
    {
      name: 'an exclusive lock through the same open file',
      source: lock({}),
      finding: { id: 'outside-locks.taken', severity: 'blocker', noticed: 'restore' },
    },
    {
      name: 'the same for an OFD lock, which CRIU does not wait for',
      source: lock({ kind: 'ofdlck' }),
      finding: { id: 'outside-locks.taken' },
      criuLine: ' 28718: Error (criu/file-lock.c:661): Can not set ofd lock!',
    },
    {
      name: 'a lock somebody waits for',
      source: lock({ how: 'waits', access: 'read' }),
      finding: { id: 'outside-locks.taken' },
    },
    {
      name: 'the same in a dump alone, which passes',
      purpose: 'dump',
      source: lock({ how: 'waits' }),
      finding: { id: 'outside-locks.taken-later', severity: 'caution' },
    },
  ],
});
