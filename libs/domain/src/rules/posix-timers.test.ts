import { buildBundle, buildTask, buildThread, describeRule } from '@godwit/test-kit';
import { type FactBundle, known } from '../facts/index.ts';
import { posixTimers } from './posix-timers.ts';

/** CPU clock of a process (type 2) or thread (type 6), as clock_getcpuclockid makes it. */
const cpuClock = (id: number, type = 2): number => (~id << 3) | type;

const tree = (...clocks: number[]): FactBundle =>
  buildBundle({
    tree: {
      tasks: [
        buildTask({
          timers: known(clocks.map((clock, timerId) => ({ timerId, signal: 10, notify: 'signal/pid.100', clock }))),
          threads: [buildThread(), buildThread({ tid: 104 })],
        }),
        buildTask({ pid: 101, ppid: 100, sid: 100, pgid: 100 }),
      ],
    },
  });

describeRule(posixTimers, {
  silent: [
    { name: 'timers of the common clocks', source: tree(0, 1, 7, 11) },
    { name: 'a timer on its own processor time', source: tree(2, 3, cpuClock(0)) },
    { name: 'a timer on the processor time of a child and of a thread', source: tree(cpuClock(101), cpuClock(104, 6)) },
  ],
  fires: [
    {
      name: 'a timer on the processor time of a process outside',
      source: tree(1, cpuClock(7137)),
      finding: { id: 'posix-timers.outside-clock', severity: 'caution', evidence: { pid: '100', target: '7137' } },
    },
    {
      name: 'the same for a move',
      purpose: 'move',
      source: tree(cpuClock(7137)),
      finding: { id: 'posix-timers.outside-clock-moved', severity: 'blocker' },
      criuLine: "pie: 19188: Error (criu/pie/restorer.c:1293): Can't create posix timer - 0: -22",
    },
  ],
});
