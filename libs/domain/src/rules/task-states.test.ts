import { buildBundle, buildTask, buildThread, describeRule } from '@godwit/test-kit';
import type { FactBundle, Task } from '../facts/index.ts';
import { taskStates } from './task-states.ts';

const tree = (...tasks: Task[]): FactBundle => buildBundle({ tree: { tasks } });
const threads = (...states: string[]) => states.map((state, index) => buildThread({ tid: 100 + index, state }));

describeRule(taskStates, {
  silent: [
    { name: 'running and sleeping threads', source: tree(buildTask({ threads: threads('S', 'R') })) },
    { name: 'a process stopped as a whole', source: tree(buildTask({ state: 'T', threads: threads('T', 'T') })) },
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
  ],
});
