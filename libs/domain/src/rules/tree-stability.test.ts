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
  ],
});
