import { defineRule } from './rule.ts';

export const supervisors = defineRule({
  id: 'supervisors',
  title: 'Programs that start the tree again',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['supervisors'],
  couldBlock: true,
  findings: {
    restarts: {
      severity: 'blocker',
      message:
        '{name} ({supervisor}) starts this program again as soon as it ends: after a move there would be two of them. {seen}',
      noticed: 'never',
      criuError: null,
      remedies: [
        { text: 'Switch the restart off for the time of the move, or start the program without its supervisor.' },
      ],
    },
    'restarts-after-dump': {
      severity: 'caution',
      message:
        '{name} ({supervisor}) starts this program again as soon as the dump has ended it: the restore then finds its ids and ports taken. {seen}',
      noticed: 'restore',
      criuError: "Can't fork for \\d+: File exists|Address already in use",
      remedies: [{ text: 'Switch the restart off until the restore, or dump with --leave-running.' }],
    },
  },
  evaluate: ({ supervisors: found }, { purpose }) =>
    found.map(({ kind, name, pid, evidence }) => ({
      kind: purpose === 'move' ? 'restarts' : 'restarts-after-dump',
      subject: pid === null ? { kind: 'process' } : { kind: 'process', pid },
      evidence: { name, supervisor: words[kind], seen: evidence },
    })),
});

const words = {
  systemd: 'systemd unit',
  'container-runtime': 'container runtime',
  'process-supervisor': 'process supervisor',
  'shell-loop': 'shell loop',
} as const;
