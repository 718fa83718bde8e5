import type { Task } from '../facts/index.ts';
import { defineRule, type Reported } from './rule.ts';

export const taskStates = defineRule({
  id: 'task-states',
  title: 'States of the tasks',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['tasks', 'rootPid'],
  couldBlock: true,
  findings: {
    'dead-root': {
      severity: 'blocker',
      message: 'The root process {pid} is dead and waits to be reaped. CRIU needs a living root.',
      noticed: 'after-pages',
      criuError: 'A root task is dead|Unable to detach from \\d+',
      remedies: [{ text: 'Choose a living process as root.' }],
    },
    'dead-leader': {
      severity: 'blocker',
      message:
        'The main thread of process {pid} has ended while {count} other thread(s) live on. CRIU cannot save such a process.',
      noticed: 'frozen',
      criuError: 'Zombies with threads are not supported|Unable to detach from \\d+',
      remedies: [{ text: 'Restart the program; its main thread must not end before the others.' }],
    },
    'stopped-thread': {
      severity: 'blocker',
      message:
        'Some threads of process {pid} are stopped and others are not. CRIU takes a process only as a whole, running or stopped.',
      noticed: 'frozen',
      criuError: 'Individually stopped threads not supported',
      remedies: [{ text: 'Continue the whole process with SIGCONT, or stop it with SIGSTOP.' }],
    },
    'ending-thread': {
      severity: 'caution',
      message: 'Thread {tid} of process {pid} is just ending. CRIU refuses when it meets such a thread.',
      noticed: 'frozen',
      criuError: 'Zombie thread not supported',
      remedies: [{ text: 'Look again a moment later.' }],
    },
    uninterruptible: {
      severity: 'caution',
      message:
        'Process {pid} waits in the kernel for a device or a network file system (state D). CRIU can freeze it only when the wait ends.',
      noticed: 'frozen',
      criuError: 'Timeout reached\\. Try to interrupt',
      remedies: [{ text: 'Look again; if the state stays, find the hanging device or mount.' }],
    },
  },
  evaluate: ({ tasks, rootPid }) => tasks.flatMap((task) => judgeTask(task, rootPid)),
});

type Kind = 'dead-root' | 'dead-leader' | 'stopped-thread' | 'ending-thread' | 'uninterruptible';

const judgeTask = (task: Task, rootPid: number): Reported<Kind>[] => {
  const about = (kind: Kind, evidence: Record<string, string> = {}): Reported<Kind> => ({
    kind,
    subject: { kind: 'process', pid: task.pid },
    evidence: { pid: String(task.pid), state: task.state, ...evidence },
  });
  const living = task.threads.filter(({ tid, state }) => tid !== task.pid && !isDead(state));
  if (isDead(task.state)) {
    if (living.length > 0) return [about('dead-leader', { count: String(living.length) })];
    return task.pid === rootPid ? [about('dead-root')] : [];
  }
  const others = task.threads.filter(({ tid }) => tid !== task.pid);
  const stopped = task.threads.filter(({ state }) => state === 'T');
  const ending = others.find(({ state }) => isDead(state));
  return [
    ...(stopped.length > 0 && living.length + 1 > stopped.length ? [about('stopped-thread')] : []),
    ...(ending === undefined ? [] : [about('ending-thread', { tid: String(ending.tid) })]),
    ...(task.state === 'D' ? [about('uninterruptible')] : []),
  ];
};

const isDead = (state: string): boolean => state === 'Z' || state === 'X';
