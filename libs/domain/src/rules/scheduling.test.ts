import { buildBundle, buildTask, buildThread, describeRule } from '@godwit/test-kit';
import { known } from '../facts/index.ts';
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
    {
      name: 'the I/O priority everybody has, and a host with a single memory node',
      source: buildBundle({
        tree: {
          tasks: [
            buildTask({
              numaPolicies: known(null),
              threads: [buildThread({ ioPriority: 16_388 }), buildThread({ tid: 101, ioPriority: 0 })],
            }),
          ],
        },
      }),
    },
  ],
  fires: [
    {
      name: 'an I/O priority of a thread',
      source: buildBundle({
        tree: { tasks: [buildTask({ threads: [buildThread(), buildThread({ tid: 101, ioPriority: 16_391 })] })] },
      }),
      finding: {
        id: 'scheduling.io-priority',
        severity: 'caution',
        evidence: { pid: '100', tid: '101', priority: 'best-effort, level 7' },
      },
    },
    {
      name: 'a policy for memory nodes',
      source: buildBundle({ tree: { tasks: [buildTask({ numaPolicies: known(['bind:0', 'prefer:1']) })] } }),
      finding: { id: 'scheduling.memory-policy', evidence: { pid: '100', policies: 'bind:0, prefer:1' } },
    },
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
      finding: { id: 'scheduling.affinity', severity: 'caution', evidence: { pid: '100', cpus: '0,2-3' } },
    },
  ],
});
