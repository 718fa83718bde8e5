import type { Task } from '../facts/index.ts';
import { defineRule, type Reported } from './rule.ts';
import { isLiving } from './task-liveness.ts';
import { compareVersions } from './version-order.ts';

const lost = { severity: 'caution', noticed: 'never', criuError: null } as const;

export const processAttributes = defineRule({
  id: 'process-attributes',
  title: 'Attributes of the processes',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['tasks', 'criu'],
  couldBlock: false,
  findings: {
    personality: {
      ...lost,
      message:
        'Process {pid} has the personality {value}{names}. CRIU does not save it: programs it starts after the restore run without.',
      remedies: [{ text: 'Start the program again through setarch if its children need the personality.' }],
    },
    'timer-slack': {
      ...lost,
      message:
        'Process {pid} has a timer slack of {value} ns. CRIU does not save it; after the restore it is 50000 ns.',
      remedies: [{ text: 'Write the value to /proc/PID/timerslack_ns after the restore.' }],
    },
    'memory-errors': {
      ...lost,
      message:
        'Process {pid} has chosen how it is told of hardware memory errors (PR_MCE_KILL). CRIU does not save the choice.',
      remedies: [{ text: 'Restart the program on hosts where memory errors must reach it.' }],
    },
    'coredump-filter': {
      ...lost,
      message:
        'Process {pid} has the coredump filter {value}. CRIU does not save it; after the restore it is that of whatever restores.',
      remedies: [{ text: 'Write the value to /proc/PID/coredump_filter after the restore.' }],
    },
    'exit-signal': {
      ...lost,
      message:
        'Process {pid} tells its parent of its end by signal {value} (0 is none). After the restore it is SIGCHLD, as usual.',
      remedies: [{ text: 'Restart the program if its parent depends on that signal.' }],
    },
    'ambient-capabilities': {
      ...lost,
      message:
        'Process {pid} has ambient capabilities, which CRIU before 4.1 does not save: programs it starts after the restore run without them.',
      remedies: [{ text: 'Install CRIU 4.1 or later.' }],
    },
    'no-new-privileges': {
      ...lost,
      message:
        'Process {pid} has given up new privileges (no_new_privs), which CRIU before 3.19 does not save: after the restore set-user-id programs work for it again.',
      remedies: [{ text: 'Install CRIU 3.19 or later.' }],
    },
    'possible-sandbox': {
      ...lost,
      message:
        'Process {pid} has given up new privileges for good (no_new_privs), as a program must before it enters a Landlock sandbox without rights. Whether it entered one cannot be seen from outside. CRIU does not save such a sandbox: after the restore the process would run without it.',
      remedies: [{ text: 'Restart the program instead of restoring it if it protects itself with Landlock.' }],
    },
    speculation: {
      ...lost,
      message:
        'Process {pid} has switched off speculative execution for itself ({value}). CRIU does not save that: after the restore it runs without this protection.',
      remedies: [{ text: 'Restart the program if it must have the protection.' }],
    },
  },
  evaluate: ({ tasks, criu }) => {
    const living = tasks.filter(isLiving);
    return [
      ...living.flatMap((task) => [...judgeTask(task), ...judgeVersion(task, criu.version)]),
      ...(keepsNoNewPrivileges(criu.version) ? judgeSandbox(living) : []),
    ];
  },
});

const keepsNoNewPrivileges = (version: string): boolean => compareVersions(version, '3.19', 2) >= 0;

/** Children inherit it, with the sandbox: one of the tree stands for all. */
const judgeSandbox = (tasks: readonly Task[]): Reported<Kind>[] => {
  const first = tasks.find(({ noNewPrivs }) => noNewPrivs);
  return first === undefined ? [] : [toReport(first, 'possible-sandbox')];
};

type Kind =
  | 'personality'
  | 'timer-slack'
  | 'memory-errors'
  | 'coredump-filter'
  | 'exit-signal'
  | 'ambient-capabilities'
  | 'no-new-privileges'
  | 'possible-sandbox'
  | 'speculation';

const usualExitSignal = 17;
/** core(5): anonymous memory, ELF headers and huge pages. */
const usualCoredumpFilter = 0x33;

/** personality(2). */
const personalityNames: [number, string][] = [
  [0x0008, 'PER_LINUX32'],
  [0x0020000, 'UNAME26'],
  [0x0040000, 'ADDR_NO_RANDOMIZE'],
  [0x0080000, 'FDPIC_FUNCPTRS'],
  [0x0100000, 'MMAP_PAGE_ZERO'],
  [0x0200000, 'ADDR_COMPAT_LAYOUT'],
  [0x0400000, 'READ_IMPLIES_EXEC'],
  [0x0800000, 'ADDR_LIMIT_32BIT'],
  [0x1000000, 'SHORT_INODE'],
  [0x2000000, 'WHOLE_SECONDS'],
  [0x4000000, 'STICKY_TIMEOUTS'],
  [0x8000000, 'ADDR_LIMIT_3GB'],
];

const defaultSlackNs = 50_000;
/** PF_MCE_PROCESS: the policy of PR_MCE_KILL was set by the process itself. */
const ownMemoryErrorPolicy = 0x80;
const protectedForm = /^(thread (force )?mitigated|conditional (force )?disabled)$/;

const toReport = ({ pid }: Task, kind: Kind, value = '', names = ''): Reported<Kind> => ({
  kind,
  subject: { kind: 'process', pid },
  evidence: { pid: String(pid), value, names },
});

/** What newer versions of CRIU keep. */
const judgeVersion = (task: Task, version: string): Reported<Kind>[] => {
  const ambient = BigInt(`0x${task.capabilities?.ambient || '0'}`) !== 0n;
  return [
    ...(ambient && compareVersions(version, '4.1', 2) < 0 ? [toReport(task, 'ambient-capabilities')] : []),
    ...(task.noNewPrivs && !keepsNoNewPrivileges(version) ? [toReport(task, 'no-new-privileges')] : []),
  ];
};

const judgeTask = (task: Task): Reported<Kind>[] => {
  const report = (kind: Kind, value: string, names = ''): Reported<Kind> => toReport(task, kind, value, names);
  const exitSignal = task.exitSignal ?? usualExitSignal;
  const filter = task.coredumpFilter?.known ? task.coredumpFilter.value : '33';
  const personality = task.personality?.known ? task.personality.value : 0;
  const slack = slackOf(task);
  const protection = Object.entries(task.speculation ?? {}).find(([, state]) => protectedForm.test(state));
  return [
    ...(personality === 0 ? [] : [report('personality', `0x${personality.toString(16)}`, namesOf(personality))]),
    ...(slack === defaultSlackNs ? [] : [report('timer-slack', String(slack))]),
    ...(((task.kernelFlags ?? 0) & ownMemoryErrorPolicy) === 0 ? [] : [report('memory-errors', '')]),
    ...(Number.parseInt(filter, 16) === usualCoredumpFilter ? [] : [report('coredump-filter', `0x${filter}`)]),
    ...(exitSignal === usualExitSignal ? [] : [report('exit-signal', String(exitSignal))]),
    ...(protection === undefined ? [] : [report('speculation', protection.join(': '))]),
  ];
};

/** Real-time and deadline threads have none, and get none again with their policy. */
const slackOf = ({ timerSlackNs, threads, pid }: Task): number => {
  const policy = threads.find(({ tid }) => tid === pid)?.schedulingPolicy ?? 0;
  const inTime = policy === 1 || policy === 2 || policy === 6;
  return timerSlackNs?.known && !inTime ? timerSlackNs.value : defaultSlackNs;
};

const namesOf = (personality: number): string => {
  const names = personalityNames.filter(([bits]) => (personality & bits) === bits).map(([, name]) => name);
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
};
