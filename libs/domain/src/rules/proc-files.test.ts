import { buildBundle, buildFd, buildTask, buildThread, describeRule } from '@godwit/test-kit';
import type { FactBundle } from '../facts/index.ts';
import { procFiles } from './proc-files.ts';

const tree = (link: string, filesystem = 'proc'): FactBundle =>
  buildBundle({
    tree: {
      tasks: [
        buildTask({
          threads: [buildThread(), buildThread({ tid: 104 })],
          fds: [buildFd({ link, identity: { filesystem } })],
        }),
      ],
    },
  });

describeRule(procFiles, {
  silent: [
    { name: 'files of /proc about the host', source: tree('/proc/meminfo') },
    { name: 'its own files', source: tree('/proc/100/status') },
    { name: 'files of its own main thread', source: tree('/proc/100/task/100/comm') },
    { name: 'a file of a process outside, restored here', source: tree('/proc/7/status') },
    { name: 'a directory of a dead process', source: tree('/proc/900 (deleted)') },
    { name: 'a file that merely has such a path', source: tree('/proc/104/status', 'ext4') },
    { name: 'a file of the first process, after a move', purpose: 'move', source: tree('/proc/1/status') },
  ],
  fires: [
    {
      name: 'a file of a thread by its process',
      source: tree('/proc/100/task/104/status'),
      finding: { id: 'proc-files.thread-file', severity: 'blocker' },
      criuLine:
        "30765: Error (criu/files-reg.c:2353): Can't open file proc/30765/task/30772/status on restore: No such file or directory",
    },
    {
      name: 'a file of a thread by its own id',
      source: tree('/proc/104/status'),
      finding: { id: 'proc-files.thread-file', subject: { kind: 'fd', pid: 100, fd: 3, path: '/proc/104/status' } },
    },
    {
      name: 'the same for a dump alone',
      purpose: 'dump',
      source: tree('/proc/104/status'),
      finding: { id: 'proc-files.thread-file-dumped', severity: 'caution' },
    },
    {
      name: 'a directory of a dead process whose id a thread has now',
      source: tree('/proc/104 (deleted)'),
      finding: { id: 'proc-files.reused-id' },
      criuLine: 'Error (criu/pstree.c:494): BUG at criu/pstree.c:494',
    },
    {
      name: 'a file of a process outside, for a move',
      purpose: 'move',
      source: tree('/proc/7/status'),
      finding: { id: 'proc-files.outside-task' },
    },
  ],
});
