import type { FactValues } from '../rules/fact-values.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { type LockedFile, lockedFiles } from './locked-files.ts';
import { needed } from './needed-fact.ts';

export const destinationLocks = defineRule({
  id: 'destination-locks',
  title: 'File locks held on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['fds', 'destination.files'],
  couldBlock: true,
  findings: {
    held: {
      severity: 'blocker',
      message:
        'The tree holds a lock on {path}, and on the destination somebody holds {locks} on it. CRIU would wait for that lock without end.',
      noticed: 'restore',
      criuError: null,
      remedies: [
        { text: 'End the program on the destination that holds the lock: it may be another copy of this workload.' },
      ],
    },
    unread: {
      severity: 'not-evaluated',
      message: 'Whether somebody on the destination holds a lock on {path} is not known: {reason}.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Let an agent of this version run as root on the destination, then look again.' }],
    },
  },
  evaluate: ({ fds, 'destination.files': answers }) => {
    const answerOf = new Map(answers.map((answer) => [answer.path, answer]));
    return lockedFiles(fds).flatMap((locked) => judgeLock(locked, answerOf.get(locked.path)) ?? []);
  },
});

type Kind = 'held' | 'unread';
type Answer = FactValues['destination.files'][number];

const judgeLock = (locked: LockedFile, answer: Answer | undefined): Reported<Kind> | null => {
  // A file that is not there is told by the rule about files.
  if (answer?.identity.known !== true || answer.identity.value === null) return null;
  const locks = needed(answer.locks);
  if (!locks.known) return report('unread', locked, { reason: locks.reason });
  return locks.value.length === 0 ? null : report('held', locked, { locks: locks.value.join(', ') });
};

const report = (kind: Kind, { path, pid, fd }: LockedFile, more: Record<string, string>): Reported<Kind> => ({
  kind,
  subject: { kind: 'lock', pid, fd, path },
  evidence: { path, ...more },
});
