import type { Task } from '../facts/index.ts';
import { defineRule, type Reported } from './rule.ts';
import { isDead } from './task-liveness.ts';

const thaw = 'Thaw the tree first: docker or podman unpause, systemctl thaw, or write 0 to cgroup.freeze.';

/** Each finding names its own directory in the option. */
const frozenRemedies = [
  { text: 'Dump with --freeze-cgroup={directory}.', options: { dump: ['--freeze-cgroup'] } },
  { text: thaw },
];

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
      criuError:
        'Zombies with threads are not supported|Unable to detach from \\d+|Unable to interrupt task: \\d+ \\(Operation not permitted\\)',
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
    stuck: {
      severity: 'blocker',
      message:
        'Process {pid} waits in the kernel ({where}) and was not woken once in {milliseconds} ms (state D). CRIU gives up when a process cannot be stopped for ten seconds.',
      noticed: 'frozen',
      criuError: 'Timeout reached\\. Try to interrupt|Unseizable non-zombie \\d+ found',
      remedies: [{ text: 'Find the device, mount or process it waits for, and look again.' }],
    },
    frozen: {
      severity: 'needs-option',
      message:
        'The tree is frozen by the cgroup {directory}. CRIU waits for it for ever unless it is told to use that freezer. The restored tree runs.',
      noticed: 'frozen',
      criuError: null,
      remedies: frozenRemedies,
    },
    'frozen-v1': {
      severity: 'needs-option',
      message:
        'The tree is frozen by the cgroup {directory}. CRIU gives up after ten seconds unless it is told to use that freezer. The restored tree runs.',
      noticed: 'frozen',
      criuError: 'Timeout reached\\. Try to interrupt|Unseizable non-zombie \\d+ found',
      remedies: frozenRemedies,
    },
    'partly-frozen': {
      severity: 'blocker',
      message: 'Process {pid} is frozen by the cgroup {directory}, and other processes of the tree are not.',
      noticed: 'frozen',
      criuError: 'Timeout reached\\. Try to interrupt|Unseizable non-zombie \\d+ found',
      remedies: [{ text: 'Thaw it first: docker or podman unpause, systemctl thaw, or write 0 to cgroup.freeze.' }],
    },
    'pending-trap': {
      severity: 'blocker',
      message: 'A SIGTRAP waits for process {pid}. CRIU uses this signal itself and refuses such a process.',
      noticed: 'frozen',
      criuError: "Can't dump the \\d+ thread with a pending SIGTRAP",
      remedies: [{ text: 'Let the program take the signal: it must not block SIGTRAP.' }],
    },
  },
  evaluate: ({ tasks, rootPid }) => [...judgeFreezer(tasks), ...tasks.flatMap((task) => judgeTask(task, rootPid))],
});

type Kind =
  | 'dead-root'
  | 'dead-leader'
  | 'stopped-thread'
  | 'ending-thread'
  | 'uninterruptible'
  | 'stuck'
  | 'frozen'
  | 'frozen-v1'
  | 'partly-frozen'
  | 'pending-trap';

const judgeTask = (task: Task, rootPid: number): Reported<Kind>[] => {
  const about = (kind: Kind, evidence: Record<string, string> = {}): Reported<Kind> => ({
    kind,
    subject: { kind: 'process', pid: task.pid },
    evidence: { pid: String(task.pid), state: task.state, ...evidence },
  });
  const living = task.threads.filter((thread) => thread.tid !== task.pid && !isDead(thread));
  if (isDead(task)) {
    if (living.length > 0) return [about('dead-leader', { count: String(living.length) })];
    return task.pid === rootPid ? [about('dead-root')] : [];
  }
  const others = task.threads.filter(({ tid }) => tid !== task.pid);
  const stopped = task.threads.filter(({ state }) => state === 'T');
  const ending = others.find(isDead);
  return [
    ...(stopped.length > 0 && living.length + 1 > stopped.length ? [about('stopped-thread')] : []),
    ...(ending === undefined ? [] : [about('ending-thread', { tid: String(ending.tid) })]),
    ...judgeWait(task).map((kind) => about(kind, describeWait(task))),
    ...(hasPendingTrap(task) ? [about('pending-trap')] : []),
  ];
};

/** Longer than waits for disks and networks mostly are, and far below CRIU's ten seconds. */
const stuckAfterMs = 900;

/** Where the parent of a vfork waits: judged with what the two share. */
const isInVfork = ({ waitChannel }: Task): boolean =>
  waitChannel?.known === true && /^(kernel_clone|_do_fork|wait_for_vfork_done)$/.test(waitChannel.value);

const judgeWait = (task: Task): ('stuck' | 'uninterruptible')[] => {
  if (task.state !== 'D' || frozenBy(task) !== null) return [];
  if ((task.stuckMs ?? 0) < stuckAfterMs) return ['uninterruptible'];
  return isInVfork(task) ? [] : ['stuck'];
};

const describeWait = ({ waitChannel, stuckMs }: Task): Record<string, string> => ({
  where: waitChannel?.known ? waitChannel.value : 'unknown place',
  milliseconds: String(stuckMs ?? 0),
});

const trapBit = 1n << 4n;

/** Signal 5 in the hexadecimal sets of /proc/PID/status, for the process or one of its threads. */
const hasPendingTrap = ({ sharedPendingSignals, threads }: Task): boolean =>
  [sharedPendingSignals, ...threads.map(({ pendingSignals }) => pendingSignals)].some(
    (set) => set !== undefined && set !== '' && (BigInt(`0x${set}`) & trapBit) !== 0n,
  );

const frozenBy = ({ frozenCgroup }: Task): string | null => (frozenCgroup?.known ? frozenCgroup.value : null);

const judgeFreezer = (all: Task[]): Reported<Kind>[] => {
  const tasks = all.filter((task) => !isDead(task));
  const frozen = tasks.find((task) => frozenBy(task) !== null);
  if (frozen === undefined) return [];
  const directory = frozenBy(frozen) ?? '';
  const evidence = { pid: String(frozen.pid), directory };
  const subject = { kind: 'process', pid: frozen.pid } as const;
  if (!tasks.every((task) => frozenBy(task) === directory)) return [{ kind: 'partly-frozen', subject, evidence }];
  // The freezer of cgroup v1 shows its tasks in state D, that of v2 as they slept before.
  const kind = frozen.state === 'D' ? 'frozen-v1' : 'frozen';
  const options = { dump: [`--freeze-cgroup=${directory}`], restore: [] };
  const remedies = [
    { text: `Dump with --freeze-cgroup=${directory}.`, options },
    { text: thaw, options: { dump: [], restore: [] } },
  ];
  return [{ kind, subject, evidence, remedies }];
};
