import { buildBundle, buildTask, describeRule } from '@godwit/test-kit';
import { type FactBundle, known } from '../facts/index.ts';
import { interruptedCalls } from './interrupted-calls.ts';

const waiting = (path: string, channel: string): FactBundle =>
  buildBundle({
    tree: { tasks: [buildTask({ exe: { path }, waitChannel: known(channel) })] },
  });

describeRule(interruptedCalls, {
  silent: [
    { name: 'tail that looks at its file once a second', source: waiting('/usr/bin/tail', 'hrtimer_nanosleep') },
    { name: 'a program that calls again', source: waiting('/usr/sbin/sshd', 'poll_schedule_timeout') },
  ],
  fires: [
    {
      name: 'tail that waits for inotify',
      source: waiting('/usr/bin/tail', 'poll_schedule_timeout.constprop.0'),
      finding: {
        id: 'interrupted-calls.gives-up',
        severity: 'caution',
        evidence: {
          pid: '100',
          program: 'tail',
          says: 'error waiting for inotify and output events: Interrupted system call',
        },
      },
    },
    {
      name: 'netcat',
      source: waiting('/usr/bin/nc.openbsd', 'do_sys_poll'),
      finding: { id: 'interrupted-calls.gives-up', severity: 'caution' },
    },
  ],
});
