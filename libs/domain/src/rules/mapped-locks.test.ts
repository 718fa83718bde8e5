import { buildBundle, buildFd, buildMapping, buildTask, describeRule } from '@godwit/test-kit';
import { mappedLocks } from './mapped-locks.ts';

const line = '1: POSIX  ADVISORY  WRITE 100 08:01:2002 0 EOF';
const mapping = buildMapping({ path: '/srv/data.db', inode: '2002' });
const holding = (kind: 'posix' | 'flock', mappings: (typeof mapping)[]) => {
  const fds = [buildFd({ fd: 5, link: '/srv/data.db', locks: [{ kind, access: 'write', line }] })];
  return buildBundle({ tree: { tasks: [buildTask({ fds, mappings })] } });
};

describeRule(mappedLocks, {
  silent: [
    { name: 'a lock on a file that is not in memory', source: holding('posix', []) },
    { name: 'a lock of flock, which belongs to the open file', source: holding('flock', [mapping]) },
  ],
  fires: [
    {
      name: 'a POSIX lock on a file in memory',
      source: holding('posix', [mapping]),
      finding: { id: 'mapped-locks.lost', severity: 'caution', subject: { kind: 'lock', pid: 100, fd: 5 } },
    },
  ],
});
