import { buildBundle, buildTask, buildThread, describeRule } from '@godwit/test-kit';
import { type FactBundle, known, type Task } from '../facts/index.ts';
import { taskStates } from './task-states.ts';

const tree = (...tasks: Task[]): FactBundle => buildBundle({ tree: { tasks } });
const threads = (...states: string[]) => states.map((state, index) => buildThread({ tid: 100 + index, state }));

describeRule(taskStates, {
  silent: [
    { name: 'running and sleeping threads', source: tree(buildTask({ threads: threads('S', 'R') })) },
    { name: 'a process stopped as a whole', source: tree(buildTask({ state: 'T', threads: threads('T', 'T') })) },
    {
      name: 'other signals that wait',
      source: tree(buildTask({ sharedPendingSignals: '0000008000000200', threads: threads('S') })),
    },
    {
      name: 'a parent in vfork, which is judged with what it shares',
      source: tree(buildTask({ state: 'D', stuckMs: 1000, waitChannel: known('kernel_clone'), threads: threads('D') })),
    },
    {
      name: 'a dead child that waits to be reaped',
      source: tree(
        buildTask(),
        buildTask({ pid: 105, ppid: 100, state: 'Z', threads: [buildThread({ tid: 105, state: 'Z' })] }),
      ),
    },
  ],
  fires: [
    {
      name: 'a dead root',
      source: tree(buildTask({ state: 'Z', threads: threads('Z') })),
      finding: { id: 'task-states.dead-root' },
    },
    {
      name: 'a main thread that ended before the others',
      source: tree(buildTask({ state: 'Z', threads: threads('Z', 'S') })),
      finding: { id: 'task-states.dead-leader', severity: 'blocker' },
      criuLine: 'Error (criu/seize.c:882): Zombies with threads are not supported',
    },
    {
      name: 'one stopped thread among running ones',
      source: tree(buildTask({ threads: threads('S', 'T') })),
      finding: { id: 'task-states.stopped-thread', severity: 'blocker' },
    },
    {
      name: 'a thread that is just ending',
      source: tree(buildTask({ threads: threads('S', 'Z') })),
      finding: { id: 'task-states.ending-thread', severity: 'caution' },
    },
    {
      name: 'a process that waits for a device',
      source: tree(buildTask({ state: 'D', threads: threads('D') })),
      finding: { id: 'task-states.uninterruptible', severity: 'caution' },
    },
    {
      name: 'a process that has been waiting for long',
      source: tree(
        buildTask({ state: 'D', stuckMs: 1004, waitChannel: known('rpc_wait_bit_killable'), threads: threads('D') }),
      ),
      finding: { id: 'task-states.stuck', severity: 'blocker' },
      criuLine: 'Error (criu/cr-dump.c:1655): Timeout reached. Try to interrupt: 0',
    },
    {
      name: 'a frozen tree',
      source: tree(buildTask({ frozenCgroup: known('/sys/fs/cgroup/work') })),
      finding: {
        id: 'task-states.frozen',
        severity: 'needs-option',
        remedies: [
          {
            text: 'Dump with --freeze-cgroup=/sys/fs/cgroup/work.',
            options: { dump: ['--freeze-cgroup=/sys/fs/cgroup/work'], restore: [] },
          },
          {
            text: 'Thaw the tree first: docker or podman unpause, systemctl thaw, or write 0 to cgroup.freeze.',
            options: { dump: [], restore: [] },
          },
        ],
      },
    },
    {
      name: 'a tree frozen by cgroup v1, which looks stuck',
      source: tree(buildTask({ state: 'D', stuckMs: 1004, frozenCgroup: known('/sys/fs/cgroup/freezer/work') })),
      finding: { id: 'task-states.frozen-v1', severity: 'needs-option' },
      criuLine: 'Error (criu/cr-dump.c:1655): Timeout reached. Try to interrupt: 0',
    },
    {
      name: 'a frozen child of a tree that runs',
      source: tree(
        buildTask({ frozenCgroup: known(null) }),
        buildTask({ pid: 105, ppid: 100, sid: 100, frozenCgroup: known('/sys/fs/cgroup/work') }),
      ),
      finding: { id: 'task-states.partly-frozen', subject: { kind: 'process', pid: 105 } },
      criuLine: 'Error (compel/src/lib/infect.c:262): Unseizable non-zombie 13549 found, state S, err -1/10',
    },
    {
      name: 'a SIGTRAP that waits for the process',
      source: tree(buildTask({ sharedPendingSignals: '0000000000000010', threads: threads('S') })),
      finding: { id: 'task-states.pending-trap', severity: 'blocker' },
      criuLine: "Error (compel/src/lib/infect.c:323): Can't dump the 18271 thread with a pending SIGTRAP.",
    },
    {
      name: 'a SIGTRAP that waits for a thread',
      source: tree(
        buildTask({ threads: [buildThread(), buildThread({ tid: 101, pendingSignals: '0000000000000010' })] }),
      ),
      finding: { id: 'task-states.pending-trap' },
    },
  ],
});
