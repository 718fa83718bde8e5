import type { Task } from '../facts/index.ts';
import { capabilities, hasCapability } from './capabilities.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type Reported } from './rule.ts';

export const privileges = defineRule({
  id: 'privileges',
  title: 'Rights of CRIU over the tasks',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['tasks', 'privileges'],
  couldBlock: true,
  findings: {
    'no-checkpoint-right': {
      severity: 'blocker',
      message:
        'CRIU would run as user {uid} without CAP_SYS_ADMIN and without CAP_CHECKPOINT_RESTORE, and refuses to start that way.',
      noticed: 'before-freeze',
      criuError:
        "CRIU needs to have the CAP_SYS_ADMIN or the CAP_CHECKPOINT_RESTORE capability|Running as non-root requires '--unprivileged'",
      remedies: [{ text: 'Run as root.' }],
    },
    'no-admin-right': {
      severity: 'blocker',
      message: 'CRIU would run as root without CAP_SYS_ADMIN, and cannot look at this kernel that way.',
      noticed: 'before-freeze',
      criuError: 'Unable create a network namespace: Operation not permitted|Could not initialize kernel features',
      remedies: [{ text: 'Give CAP_SYS_ADMIN to whatever starts CRIU.' }],
    },
    'capabilities-above': {
      severity: 'blocker',
      message:
        'Process {pid} has capabilities that CRIU would not have, and CRIU would run without CAP_SYS_PTRACE: the kernel does not let it trace the process.',
      noticed: 'frozen',
      criuError:
        'Unable to interrupt task: \\d+ \\(Operation not permitted\\)|Unseizable non-zombie|Unable to detach from \\d+',
      remedies: [{ text: 'Give CAP_SYS_PTRACE to whatever starts CRIU.' }],
    },
    'foreign-ids': {
      severity: 'blocker',
      message:
        'Process {pid} runs with user ids {uids} and group ids {gids}. Without CAP_SYS_RESOURCE CRIU may read the limits only of processes with its own ids.',
      noticed: 'after-pages',
      criuError: "Can't get rlimit \\d+: Operation not permitted",
      remedies: [
        { text: 'Give CAP_SYS_RESOURCE to whatever starts CRIU; in a container or virtual machine, ask for it there.' },
        {
          text: 'A tree with one single user can be dumped by a CRIU that runs as that user with all other capabilities and --unprivileged.',
        },
      ],
    },
    'tracing-forbidden': {
      severity: 'blocker',
      message: 'The kernel forbids tracing here (kernel.yama.ptrace_scope is {scope}), and CRIU works by tracing.',
      noticed: 'frozen',
      criuError: 'Unable to interrupt task: \\d+ \\(Operation not permitted\\)|Unseizable non-zombie',
      remedies: [
        { text: 'Run with CAP_SYS_PTRACE, or set kernel.yama.ptrace_scope to 1 (3 stays until the next boot).' },
      ],
    },
    'seccomp-kept': {
      severity: 'blocker',
      message:
        'Process {pid} is under a seccomp filter, and CRIU would be under one itself or lack CAP_SYS_ADMIN: the kernel does not let it suspend the filter.',
      noticed: 'frozen',
      criuError: 'suspending seccomp failed',
      remedies: [{ text: 'Run CRIU outside of the container, or without a seccomp profile.' }],
    },
  },
  evaluate: ({ tasks, privileges: rights }) => [
    ...judgeHost(rights),
    ...tasks.flatMap((task) => judgeTask(task, rights)),
  ],
});

type Kind =
  | 'no-checkpoint-right'
  | 'no-admin-right'
  | 'capabilities-above'
  | 'foreign-ids'
  | 'tracing-forbidden'
  | 'seccomp-kept';
type Rights = FactValues['privileges'];

const may = (rights: Rights, capability: number): boolean => hasCapability(rights.capEffective, capability);

const judgeHost = (rights: Rights): Reported<Kind>[] => {
  const { uid, yamaPtraceScope: scope } = rights;
  const subject = { kind: 'host' } as const;
  const canCheckpoint = may(rights, capabilities.sysAdmin) || may(rights, capabilities.checkpointRestore);
  const forbidden = scope === 3 || ((scope ?? 0) > 0 && !may(rights, capabilities.sysPtrace));
  return [
    ...(uid === 0 && canCheckpoint && !may(rights, capabilities.sysAdmin)
      ? [{ kind: 'no-admin-right' as const, subject, evidence: { uid: String(uid) } }]
      : []),
    ...(canCheckpoint ? [] : [{ kind: 'no-checkpoint-right' as const, subject, evidence: { uid: String(uid) } }]),
    ...(forbidden ? [{ kind: 'tracing-forbidden' as const, subject, evidence: { scope: String(scope) } }] : []),
  ];
};

const judgeTask = (task: Task, rights: Rights): Reported<Kind>[] => {
  if (task.state === 'Z' || task.state === 'X') return [];
  const about = (kind: Kind): Reported<Kind> => ({
    kind,
    subject: { kind: 'process', pid: task.pid },
    evidence: { pid: String(task.pid), comm: task.comm, uids: task.uids.join(' '), gids: task.gids.join(' ') },
  });
  const suspends = rights.seccompMode === 0 && may(rights, capabilities.sysAdmin);
  return [
    ...(hasForeignIds(task, rights) && !may(rights, capabilities.sysResource) ? [about('foreign-ids')] : []),
    ...(isAbove(task, rights) && !may(rights, capabilities.sysPtrace) ? [about('capabilities-above')] : []),
    ...(hasSeccomp(task) && !suspends ? [about('seccomp-kept')] : []),
  ];
};

/** A filter may hold a single thread. */
const hasSeccomp = ({ seccompMode, threads }: Task): boolean =>
  seccompMode !== 0 || threads.some((thread) => (thread.seccompMode ?? 0) !== 0);

/** ptrace(2): the tracer needs all capabilities the other one is permitted, or CAP_SYS_PTRACE. */
const isAbove = ({ capabilities: sets }: Task, { capEffective }: Rights): boolean =>
  sets !== undefined && (BigInt(`0x${sets.permitted || '0'}`) & ~BigInt(`0x${capEffective}`)) !== 0n;

/** prlimit(2): without CAP_SYS_RESOURCE the real, effective and saved ids must all be those of the caller. */
const hasForeignIds = ({ uids, gids }: Task, { uid }: Rights): boolean =>
  uids.slice(0, 3).some((id) => id !== uid) || (uid === 0 && gids.slice(0, 3).some((id) => id !== 0));
