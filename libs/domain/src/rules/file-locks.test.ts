import { buildBundle, buildFd, buildTask, describeRule } from '@godwit/test-kit';
import { fileLocks } from './file-locks.ts';

const lock = { kind: 'flock', access: 'write', line: '1: FLOCK  ADVISORY  WRITE 100 08:01:2002 0 EOF' } as const;

describeRule(fileLocks, {
  silent: [{ name: 'no lock', source: buildBundle({ tree: { tasks: [buildTask({ fds: [buildFd()] })] } }) }],
  fires: [
    {
      name: 'a lock on an open file, with the option on both sides',
      source: buildBundle({
        tree: { tasks: [buildTask({ fds: [buildFd({ fd: 4, link: '/srv/counter.lock', locks: [lock] })] })] },
      }),
      finding: {
        id: 'file-locks.held',
        severity: 'needs-option',
        subject: { kind: 'lock', pid: 100, fd: 4, path: '/srv/counter.lock' },
      },
      criuLine:
        'Error (criu/file-lock.c:110): Some file locks are hold by dumping tasks! You can try --file-locks to dump them.',
    },
  ],
});
