import { buildBundle, describeRule } from '@godwit/test-kit';
import { treeStability } from './tree-stability.ts';

describeRule(treeStability, {
  silent: [{ name: 'a tree that stayed as it was' }],
  fires: [
    {
      name: 'a tree that changed',
      source: buildBundle({ tree: { changedWhileRead: true } }),
      finding: { id: 'tree-stability.changed', severity: 'caution' },
    },
    {
      name: 'a tree in which tasks come and go all the time',
      source: buildBundle({ tree: { changedWhileRead: true, changes: { appeared: 12, ended: 11 } } }),
      finding: {
        id: 'tree-stability.storm',
        severity: 'caution',
        evidence: { pid: '100', appeared: '12', ended: '11' },
      },
      criuLine: 'Error (criu/seize.c:700): Task pid reused while suspending (10: 1 -> 2)',
    },
  ],
});
