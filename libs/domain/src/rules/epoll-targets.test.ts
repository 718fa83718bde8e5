import { buildBundle, buildFd, buildTask, describeRule } from '@godwit/test-kit';
import type { FactBundle, OpenFd } from '../facts/index.ts';
import { epollTargets } from './epoll-targets.ts';

const epoll = (escapedTargets?: number[]): OpenFd =>
  buildFd({
    fd: 5,
    kind: 'anon-inode',
    link: 'anon_inode:[eventpoll]',
    anonInode: 'eventpoll',
    details: ['tfd: 7 events: 19 data: 7  pos:0 ino:3e8 sdev:f'],
    ...(escapedTargets === undefined ? {} : { escapedTargets }),
  });
const holding = (first: OpenFd, inherited: OpenFd): FactBundle =>
  buildBundle({
    tree: {
      tasks: [buildTask({ fds: [first] }), buildTask({ pid: 101, ppid: 100, sid: 100, fds: [inherited] })],
    },
  });

describeRule(epollTargets, {
  silent: [
    { name: 'targets that are open', source: holding(epoll([]), epoll([])) },
    { name: 'a target that only the heir of the epoll closed', source: holding(epoll([]), epoll([7])) },
    { name: 'targets nobody could ask for', source: holding(epoll(), epoll()) },
  ],
  fires: [
    {
      name: 'a target that the first process has closed',
      source: holding(epoll([7]), epoll([])),
      finding: { id: 'epoll-targets.escaped', severity: 'blocker', evidence: { pid: '100', fd: '5', target: '7' } },
      criuLine: 'Error (criu/cr-dump.c:1550): Dump eventpoll (pid: 21063) failed with -1',
    },
  ],
});
