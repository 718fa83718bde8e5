import { capabilities, hasCapability } from '../rules/capabilities.ts';
import { isConnection } from '../rules/connection-states.ts';
import { defineRule } from '../rules/rule.ts';

export const destinationPrivileges = defineRule({
  id: 'destination-privileges',
  title: 'Rights of CRIU on the destination',
  appliesTo: ['move'],
  needs: ['inetSockets', 'destination.privileges'],
  couldBlock: true,
  findings: {
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
  evaluate: ({ inetSockets, 'destination.privileges': { uid, capEffective } }) => {
    const may = (capability: number): boolean => hasCapability(capEffective, capability);
    const subject = { kind: 'host' } as const;
    const evidence = { uid: String(uid), capEffective };
    const canCheckpoint = may(capabilities.sysAdmin) || may(capabilities.checkpointRestore);
    const canConnect = may(capabilities.netAdmin) || !inetSockets.some(isConnection);
    return [
      ...(canCheckpoint ? [] : [{ kind: 'no-checkpoint-right' as const, subject, evidence }]),
      ...(canConnect ? [] : [{ kind: 'no-network-rights' as const, subject, evidence }]),
    ];
  },
});
