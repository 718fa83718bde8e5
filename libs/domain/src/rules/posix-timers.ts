import type { Task } from '../facts/index.ts';
import { defineRule, type JudgeContext, type Reported } from './rule.ts';
import { isLiving } from './task-liveness.ts';

export const posixTimers = defineRule({
  id: 'posix-timers',
  title: 'POSIX timers',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['tasks'],
  couldBlock: true,
  findings: {
    'outside-clock': {
      severity: 'caution',
      message:
        'Process {pid} has a timer on the processor time of process {target}, which is not in the tree. A restore works only while that process lives.',
      noticed: 'restore',
      criuError: "Can't create posix timer",
      remedies: [{ text: 'Restore before process {target} ends.' }],
    },
    'outside-clock-moved': {
      severity: 'blocker',
      message:
        'Process {pid} has a timer on the processor time of process {target}, which is not in the tree and will not be on the destination.',
      noticed: 'restore',
      criuError: "Can't create posix timer",
      remedies: [{ text: 'Let the program delete the timer, or choose a root that has both processes below it.' }],
    },
  },
  evaluate: ({ tasks }, context) => {
    const ids = new Set(tasks.flatMap(idsOf));
    return tasks.filter(isLiving).flatMap((task) => judgeTask(task, ids, context));
  },
});

type Kind = 'outside-clock' | 'outside-clock-moved';

/** Ids as the tasks themselves see them, in the innermost pid namespace. */
const idsOf = ({ nsPids, pid, threads }: Task): number[] => [
  nsPids.at(-1) ?? pid,
  ...threads.map(({ nsTids, tid }) => nsTids.at(-1) ?? tid),
];

/** Clock ids below zero hold the complement of a process or thread id above three bits (clock_getcpuclockid(3)). */
const clockOwner = (clock: number): number => (clock < 0 ? ~(clock >> 3) : 0);

const judgeTask = ({ pid, timers }: Task, ids: ReadonlySet<number>, { purpose }: JudgeContext): Reported<Kind>[] => {
  const owners = timers?.known ? timers.value.map(({ clock }) => clockOwner(clock)) : [];
  const target = owners.find((owner) => owner > 0 && !ids.has(owner));
  if (target === undefined) return [];
  const kind = purpose === 'move' ? 'outside-clock-moved' : 'outside-clock';
  return [{ kind, subject: { kind: 'process', pid }, evidence: { pid: String(pid), target: String(target) } }];
};
