import { buildBundle, buildFd, buildMapping, buildTask, describeRule } from '@godwit/test-kit';
import { ioUring } from './io-uring.ts';

const ring = buildFd({ fd: 8, kind: 'anon-inode', link: 'anon_inode:[io_uring]', anonInode: 'io_uring' });
const mapped = buildMapping({ path: 'anon_inode:[io_uring]', inode: '77' });

describeRule(ioUring, {
  silent: [
    { name: 'no ring' },
    {
      name: 'other anonymous inodes',
      source: buildBundle({
        tree: {
          tasks: [
            buildTask({
              fds: [buildFd({ kind: 'anon-inode', link: 'anon_inode:[eventpoll]', anonInode: 'eventpoll' })],
            }),
          ],
        },
      }),
    },
    {
      name: 'libaio, which CRIU saves',
      source: buildBundle({
        tree: { tasks: [buildTask({ mappings: [buildMapping({ path: '/[aio]', deleted: true })] })] },
      }),
    },
  ],
  fires: [
    {
      name: 'an open and mapped ring, told once',
      source: buildBundle({ tree: { tasks: [buildTask({ fds: [ring], mappings: [mapped, mapped] })] } }),
      finding: {
        id: 'io-uring.ring',
        severity: 'blocker',
        subject: { kind: 'fd', pid: 100, fd: 8, path: 'anon_inode:[io_uring]' },
      },
      criuLine: 'Error (criu/proc_parse.c:502): Unknown shit 600 (anon_inode:[io_uring])',
    },
    {
      name: 'a ring that is still mapped after its descriptor was closed',
      source: buildBundle({ tree: { tasks: [buildTask({ mappings: [mapped, mapped] })] } }),
      finding: { id: 'io-uring.ring', subject: { kind: 'mapping', pid: 100, path: 'anon_inode:[io_uring]' } },
    },
    {
      name: 'a ring that was never mapped',
      source: buildBundle({ tree: { tasks: [buildTask({ fds: [ring] })] } }),
      finding: { id: 'io-uring.ring', noticed: 'frozen' },
      criuLine: "Error (criu/parasite-syscall.c:280): Can't retrieve FDs from socket",
    },
  ],
});
