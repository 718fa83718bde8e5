import type { FactValues } from './fact-values.ts';
import { defineRule } from './rule.ts';

export const outsideLocks = defineRule({
  id: 'outside-locks',
  title: 'Locks that others hold or want',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['outsideLocks'],
  couldBlock: true,
  findings: {
    taken: {
      severity: 'blocker',
      message:
        'The lock of the tree on {path} is {seen} {holder}. After the dump that process has it, so the restore waits for it or fails.',
      noticed: 'restore',
      criuError: 'Can not set (ofd lock|flock|posix lock|lease)|Some file locks are hold by dumping tasks',
      remedies: [
        { text: 'Choose a root that has both processes below it, or end the other process first.' },
        { text: 'Let the program release the lock before the dump.' },
      ],
    },
    'taken-later': {
      severity: 'caution',
      message:
        'The lock of the tree on {path} is {seen} {holder}. A restore on this host, or on the same storage, would wait for it or fail.',
      noticed: 'restore',
      criuError: 'Can not set (ofd lock|flock|posix lock|lease)',
      remedies: [{ text: 'Let the program release the lock before the dump.' }],
    },
  },
  evaluate: ({ outsideLocks: locks }, { purpose }) =>
    locks.filter(conflicts).map(({ path, pid, comm, how, kind, access }) => ({
      kind: purpose === 'here' ? ('taken' as const) : ('taken-later' as const),
      subject: { kind: 'lock' as const, pid, path },
      evidence: {
        path,
        holder: `${comm} (pid ${pid})`,
        seen: how === 'waits' ? 'waited for by' : 'held by the same open file in',
        lock: `${kind} ${access}`,
      },
    })),
});

/** Readers share a lock, and a lease is given anew (tried); whoever waits already stands in conflict. */
const conflicts = ({ how, kind, access }: FactValues['outsideLocks'][number]): boolean =>
  how === 'waits' || (access === 'write' && kind !== 'lease');
