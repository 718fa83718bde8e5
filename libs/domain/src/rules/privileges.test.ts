import { buildBundle, buildTask, buildThread, describeRule } from '@godwit/test-kit';
import { type FactBundle, type HostFacts, known, type Task } from '../facts/index.ts';
import { privileges } from './privileges.ts';

type Rights = Extract<HostFacts['privileges'], { known: true }>['value'];
const all: Rights = { uid: 0, capEffective: '000001ffffffffff', seccompMode: 0, yamaPtraceScope: 0 };
const withoutResource = '000001fffeffffff';
const withoutPtrace = '000001fffff7ffff';
const sets = (permitted: string): NonNullable<Task['capabilities']> => ({
  inheritable: '0',
  permitted,
  effective: '0',
  bounding: permitted,
  ambient: '0',
});

const judged = (
  rights: Partial<Rights>,
  task: Partial<Pick<Task, 'uids' | 'gids' | 'seccompMode' | 'state' | 'threads' | 'capabilities'>> = {},
): FactBundle =>
  buildBundle({ host: { privileges: known({ ...all, ...rights }) }, tree: { tasks: [buildTask(task)] } });
const rlimitLine = "Error (criu/cr-dump.c:389): Can't get rlimit 0: Operation not permitted";

describeRule(privileges, {
  silent: [
    { name: 'root with all capabilities and a task of another user', source: judged({}, { uids: [33, 33, 33, 33] }) },
    { name: 'root without CAP_SYS_RESOURCE and a task of root', source: judged({ capEffective: withoutResource }) },
    {
      name: 'a foreign file system id alone',
      source: judged({ capEffective: withoutResource }, { uids: [0, 0, 0, 33] }),
    },
    {
      name: 'a dead task of another user',
      source: judged({ capEffective: withoutResource }, { uids: [33, 33, 33, 33], state: 'Z' }),
    },
    { name: 'a task under seccomp', source: judged({}, { seccompMode: 2 }) },
    {
      name: 'a task with fewer capabilities than a CRIU that has no CAP_SYS_PTRACE',
      source: judged({ capEffective: withoutPtrace }, { capabilities: sets('0000000000003000') }),
    },
    { name: 'restricted tracing with CAP_SYS_PTRACE', source: judged({ yamaPtraceScope: 2 }) },
  ],
  fires: [
    {
      name: 'no right to checkpoint',
      source: judged({ uid: 1000, capEffective: '0000000000000000' }, { uids: [1000, 1000, 1000, 1000] }),
      finding: { id: 'privileges.no-checkpoint-right', severity: 'blocker', noticed: 'before-freeze' },
    },
    {
      name: 'another user without CAP_SYS_RESOURCE',
      source: judged({ capEffective: withoutResource }, { uids: [33, 33, 33, 33] }),
      finding: { id: 'privileges.foreign-ids', severity: 'blocker', subject: { kind: 'process', pid: 100 } },
      criuLine: rlimitLine,
    },
    {
      name: 'another effective group without CAP_SYS_RESOURCE',
      source: judged({ capEffective: withoutResource }, { gids: [0, 33, 0, 33] }),
      finding: { id: 'privileges.foreign-ids' },
      criuLine: rlimitLine,
    },
    {
      name: 'tracing switched off for everybody',
      source: judged({ yamaPtraceScope: 3 }),
      finding: { id: 'privileges.tracing-forbidden' },
    },
    {
      name: 'a task under seccomp, judged by one who is under it too',
      source: judged({ seccompMode: 2 }, { seccompMode: 2 }),
      finding: { id: 'privileges.seccomp-kept' },
    },
    {
      name: 'a single thread under seccomp',
      source: judged({ seccompMode: 2 }, { threads: [buildThread(), buildThread({ tid: 101, seccompMode: 2 })] }),
      finding: { id: 'privileges.seccomp-kept' },
    },
    {
      name: 'root without CAP_SYS_ADMIN',
      source: judged({ capEffective: '000001ffffdfffff' }),
      finding: { id: 'privileges.no-admin-right', noticed: 'before-freeze' },
      criuLine: 'Error (criu/net.c:4121): net: Unable create a network namespace: Operation not permitted',
    },
    {
      name: 'a task with more capabilities than a CRIU that has no CAP_SYS_PTRACE',
      source: judged({ capEffective: withoutPtrace }, { capabilities: sets('000001ffffffffff') }),
      finding: { id: 'privileges.capabilities-above' },
      criuLine: 'Error (compel/src/lib/infect.c:417): Unable to detach from 22475: No such process',
    },
  ],
});
