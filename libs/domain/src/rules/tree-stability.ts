import { defineRule } from './rule.ts';

export const treeStability = defineRule({
  id: 'tree-stability',
  title: 'Changes while the tree was read',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['changedWhileRead', 'rootPid'],
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
  },
  evaluate: ({ changedWhileRead, rootPid }) =>
    changedWhileRead
      ? [{ kind: 'changed', subject: { kind: 'process', pid: rootPid }, evidence: { pid: String(rootPid) } }]
      : [],
});
