import { defineRule } from './rule.ts';

export const treeStability = defineRule({
  id: 'tree-stability',
  title: 'Changes while the tree was read',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['changedWhileRead', 'changes', 'rootPid'],
  couldBlock: false,
  findings: {
    changed: {
      severity: 'caution',
      message:
        'Processes of the tree came or went while it was read, so what the newest of them hold may be missing here. CRIU itself sees them, because it freezes the tree.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Look again when the program is quiet.' }],
    },
    storm: {
      severity: 'caution',
      message:
        'While the tree was read {appeared} tasks and threads appeared and {ended} ended. CRIU tries a few times to catch up with a tree that changes so fast, and may give up.',
      noticed: 'frozen',
      criuError: 'Task pid reused while suspending|Unexpected (task|child) \\d+|SEIZE \\d+: ',
      remedies: [
        { text: 'Dump when the program is quiet.' },
        { text: 'Freeze the tree as a whole: give it a cgroup of its own and dump with --freeze-cgroup.' },
      ],
    },
  },
  evaluate: ({ changedWhileRead, changes, rootPid }) => {
    if (!changedWhileRead) return [];
    const evidence = { pid: String(rootPid), appeared: String(changes.appeared), ended: String(changes.ended) };
    const kind = changes.appeared + changes.ended >= stormSize ? 'storm' : 'changed';
    return [{ kind, subject: { kind: 'process', pid: rootPid }, evidence }];
  },
});

/** Tasks and threads that came and went in the fraction of a second a reading takes. */
const stormSize = 20;
