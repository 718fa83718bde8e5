import type { Task } from '../facts/index.ts';
import { defineRule, type JudgeContext, type Reported } from './rule.ts';
import { isLiving } from './task-liveness.ts';

export const scheduling = defineRule({
  id: 'scheduling',
  title: 'Scheduling of the threads',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['tasks', 'cpu'],
  couldBlock: true,
  findings: {
    'deadline-policy': {
      severity: 'blocker',
      message:
        'Thread {tid} of process {pid} runs under scheduling policy {policy}. The dump passes, and CRIU refuses it at restore.',
      noticed: 'restore',
      criuError: 'Inconsistent sched params received',
      remedies: [{ text: 'Set another policy before the dump, for example `chrt --other --pid 0 {tid}`.' }],
    },
    'deadline-policy-dumped': {
      severity: 'caution',
      message:
        'Thread {tid} of process {pid} runs under scheduling policy {policy}. The dump passes, but it cannot be restored.',
      noticed: 'restore',
      criuError: 'Inconsistent sched params received',
      remedies: [{ text: 'Set another policy before the dump, for example `chrt --other --pid 0 {tid}`.' }],
    },
    affinity: {
      severity: 'caution',
      message:
        'Process {pid} is bound to the CPUs {cpus}. CRIU does not save that: after the restore it may run on any CPU.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Bind it again after the restore with taskset.' }],
    },
    'io-priority': {
      severity: 'caution',
      message:
        'Thread {tid} of process {pid} has the I/O priority {priority}. CRIU does not save it: after the restore it follows from the nice value.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Set it again after the restore: ionice --pid {tid}.' }],
    },
    'memory-policy': {
      severity: 'caution',
      message:
        'Process {pid} places its memory by NUMA policy ({policies}). CRIU does not save that: after the restore the policy is `default`, and pages may lie on any node.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Run criu restore under numactl, or move the pages with migratepages afterwards.' }],
    },
  },
  evaluate: ({ tasks, cpu }, context) =>
    tasks
      .filter(isLiving)
      .flatMap((task) => [
        ...judgePolicy(task, context),
        ...judgeAffinity(task, cpu.count),
        ...judgeIo(task),
        ...judgeMemoryPolicy(task),
      ]),
});

type Kind = 'deadline-policy' | 'deadline-policy-dumped' | 'affinity' | 'io-priority' | 'memory-policy';

const ioClasses: Record<number, string> = { 1: 'realtime', 2: 'best-effort', 3: 'idle' };
/** Best effort, level 4: what a thread of nice value 0 has anyway. */
const defaultIoPriority = (2 << 13) | 4;

/** Told once for each process. */
const judgeIo = ({ pid, threads }: Task): Reported<Kind>[] => {
  const thread = threads.find(
    ({ ioPriority = 0 }) => ioPriority >> 13 in ioClasses && ioPriority !== defaultIoPriority,
  );
  if (thread === undefined) return [];
  const value = thread.ioPriority ?? 0;
  const priority = `${ioClasses[value >> 13]}, level ${value & 7}`;
  return [
    {
      kind: 'io-priority',
      subject: { kind: 'process', pid },
      evidence: { pid: String(pid), tid: String(thread.tid), priority },
    },
  ];
};

const judgeMemoryPolicy = ({ pid, numaPolicies }: Task): Reported<Kind>[] => {
  const policies = numaPolicies?.known ? (numaPolicies.value ?? []) : [];
  if (policies.length === 0) return [];
  const evidence = { pid: String(pid), policies: policies.join(', ') };
  return [{ kind: 'memory-policy', subject: { kind: 'process', pid }, evidence }];
};

/** sched(7) and sched_ext: numbers CRIU writes into the image and then does not accept. */
const refusedPolicies: Record<number, string> = { 6: 'SCHED_DEADLINE', 7: 'SCHED_EXT' };

const judgePolicy = ({ pid, threads }: Task, { purpose }: JudgeContext): Reported<Kind>[] =>
  threads.flatMap(({ tid, schedulingPolicy }) => {
    const policy = refusedPolicies[schedulingPolicy ?? 0];
    if (policy === undefined) return [];
    const kind = purpose === 'dump' ? 'deadline-policy-dumped' : 'deadline-policy';
    return [{ kind, subject: { kind: 'process', pid }, evidence: { pid: String(pid), tid: String(tid), policy } }];
  });

const judgeAffinity = ({ pid, threads }: Task, cpuCount: number): Reported<Kind>[] => {
  const cpus = threads
    .map(({ allowedCpus }) => allowedCpus)
    .find((list) => list !== undefined && countCpus(list) < cpuCount);
  return cpus === undefined
    ? []
    : [{ kind: 'affinity', subject: { kind: 'process', pid }, evidence: { pid: String(pid), cpus } }];
};

/** Length of a list like `0-3,8`. */
const countCpus = (list: string): number =>
  list.split(',').reduce((sum, part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    return sum + last - first + 1;
  }, 0);
