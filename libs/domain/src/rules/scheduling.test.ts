import { buildBundle, buildTask, buildThread, describeRule } from '@godwit/test-kit';
import { scheduling } from './scheduling.ts';

const deadline = buildBundle({ tree: { tasks: [buildTask({ threads: [buildThread({ schedulingPolicy: 6 })] })] } });

describeRule(scheduling, {
  silent: [
    { name: 'ordinary threads on all CPUs' },
    {
      name: 'real-time and batch policies',
      source: buildBundle({
        tree: {
          tasks: [
            buildTask({
              threads: [buildThread({ schedulingPolicy: 1 }), buildThread({ tid: 101, schedulingPolicy: 3 })],
            }),
          ],
        },
      }),
    },
    {
      name: 'threads whose CPUs are not known',
      source: buildBundle({ tree: { tasks: [buildTask({ threads: [buildThread({ allowedCpus: undefined })] })] } }),
    },
  ],
  fires: [
    {
      name: 'a deadline thread',
      source: deadline,
      finding: { id: 'scheduling.deadline-policy', severity: 'blocker', noticed: 'restore' },
      criuLine: 'Error (criu/cr-restore.c:2639): Inconsistent sched params received (6.0.0)',
    },
    {
      name: 'a deadline thread in a dump alone',
      purpose: 'dump',
      source: deadline,
      finding: { id: 'scheduling.deadline-policy-dumped', severity: 'caution' },
    },
    {
      name: 'a process bound to some CPUs, told once',
      source: buildBundle({
        tree: {
          tasks: [
            buildTask({
              threads: [buildThread({ allowedCpus: '0,2-3' }), buildThread({ tid: 101, allowedCpus: '0' })],
            }),
          ],
        },
      }),
      finding: { id: 'scheduling.affinity', severity: 'note', evidence: { pid: '100', cpus: '0,2-3' } },
    },
  ],
});
