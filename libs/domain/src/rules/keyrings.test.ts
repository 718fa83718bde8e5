import { buildBundle, describeRule } from '@godwit/test-kit';
import { known } from '../facts/index.ts';
import { keyrings } from './keyrings.ts';

describeRule(keyrings, {
  silent: [{ name: 'users without keys' }],
  fires: [
    {
      name: 'a user with keys',
      source: buildBundle({ tree: { userKeys: known([{ uid: 1000, type: 'user', count: 2 }]) } }),
      finding: {
        id: 'keyrings.user-keys',
        severity: 'caution',
        evidence: { uid: '1000', type: 'user', count: '2' },
      },
    },
  ],
});
