import { defineRule } from './rule.ts';

export const keyrings = defineRule({
  id: 'keyrings',
  title: 'Keys of the users',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['userKeys'],
  couldBlock: false,
  findings: {
    'user-keys': {
      severity: 'caution',
      message:
        'User {uid}, whose processes are in the tree, has {count} key(s) of type {type} in keyrings of the kernel. CRIU saves no keyring: what a process found in its session, process or thread keyring is gone after the restore.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'If the program uses keys (keyctl show tells), let it add them again after the restore.' }],
    },
  },
  evaluate: ({ userKeys }) =>
    userKeys.map(({ uid, type, count }) => ({
      kind: 'user-keys',
      subject: { kind: 'id', path: String(uid) },
      evidence: { uid: String(uid), type, count: String(count) },
    })),
});
