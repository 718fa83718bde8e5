import { capabilities, hasCapability } from '../rules/capabilities.ts';
import { isConnection } from '../rules/connection-states.ts';
import { defineRule } from '../rules/rule.ts';
import { judgeRights, rightsFindings } from './restorer-rights.ts';

export const destinationPrivileges = defineRule({
  id: 'destination-privileges',
  title: 'Rights of CRIU on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: [
    'tasks',
    'inetSockets',
    'inOwnUsers',
    'destination.privileges',
    'destination.criu',
    'destination.limits',
    'destination.details',
  ],
  couldBlock: true,
  findings: {
    ...rightsFindings('on the destination'),
    'tracing-forbidden': {
      severity: 'blocker',
      message:
        'The kernel of the destination forbids tracing (kernel.yama.ptrace_scope is {scope}), and CRIU ends a restore by tracing.',
      noticed: 'restore',
      criuError: 'Unable to (interrupt|attach|seize)|Operation not permitted',
      remedies: [
        { text: 'Run CRIU with CAP_SYS_PTRACE, or set kernel.yama.ptrace_scope to 1 (3 stays until the next boot).' },
      ],
    },
    'no-checkpoint-right': {
      severity: 'blocker',
      message:
        'CRIU on the destination would run as user {uid} without CAP_SYS_ADMIN and without CAP_CHECKPOINT_RESTORE, and refuses to start that way.',
      noticed: 'before-freeze',
      criuError:
        "CRIU needs to have the CAP_SYS_ADMIN or the CAP_CHECKPOINT_RESTORE capability|Running as non-root requires '--unprivileged'",
      remedies: [{ text: 'Run the agent of the destination as root.' }],
    },
    'no-network-rights': {
      severity: 'blocker',
      message:
        'The tree has TCP connections, and CRIU on the destination would run without CAP_NET_ADMIN: it cannot rebuild them.',
      noticed: 'restore',
      criuError: "Can't turn TCP repair mode ON",
      remedies: [{ text: 'Run the agent of the destination as root, or with CAP_NET_ADMIN.' }],
    },
  },
  evaluate: (facts) => {
    const {
      tasks,
      inetSockets,
      inOwnUsers,
      'destination.privileges': privileges,
      'destination.limits': limits,
    } = facts;
    const { uid, capEffective, yamaPtraceScope: scope } = privileges;
    const may = (capability: number): boolean => hasCapability(capEffective, capability);
    const subject = { kind: 'host' } as const;
    const evidence = { uid: String(uid), capEffective, scope: String(scope) };
    const canCheckpoint = may(capabilities.sysAdmin) || may(capabilities.checkpointRestore);
    const canConnect = may(capabilities.netAdmin) || !inetSockets.some(isConnection);
    const canTrace = scope !== 3 && ((scope ?? 0) === 0 || may(capabilities.sysPtrace));
    const { features } = facts['destination.criu'];
    return [
      ...(canCheckpoint ? [] : [{ kind: 'no-checkpoint-right' as const, subject, evidence }]),
      ...(canConnect ? [] : [{ kind: 'no-network-rights' as const, subject, evidence }]),
      ...(canTrace ? [] : [{ kind: 'tracing-forbidden' as const, subject, evidence }]),
      ...judgeRights(
        { tasks, inetSockets, inOwnUsers },
        { privileges, limits, features, details: facts['destination.details'] },
      ),
    ];
  },
});
