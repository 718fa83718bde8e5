import type { FactValues } from '../rules/fact-values.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { directoryOf } from './compared-files.ts';
import { type LockedFile, lockedFiles } from './locked-files.ts';
import { needed } from './needed-fact.ts';

export const destinationLocks = defineRule({
  id: 'destination-locks',
  title: 'File locks held on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['fds', 'files', 'nonces', 'destination.files', 'destination.noncesSeen'],
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
    'kept-by-source': {
      severity: 'blocker',
      message:
        'The tree holds an exclusive lock on {path}, which lies on storage that both hosts share. The source keeps that lock until the commit, and the copy has to take it before: CRIU would wait for it until the hold ends.',
      noticed: 'restore',
      criuError: null,
      remedies: [
        { text: 'Let the program release the lock before the move, and take it again afterwards.' },
        { text: 'Put the file on storage of the host itself: then it travels along, with a lock of its own.' },
      ],
    },
    unproven: {
      severity: 'not-evaluated',
      message:
        'The tree holds an exclusive lock on {path}, and whether both hosts share that storage was not proved: the source would keep the lock until the commit.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Let both agents run as root, so that a test file can be written beside it and looked for.' }],
    },
    unread: {
      severity: 'not-evaluated',
      message: 'Whether somebody on the destination holds a lock on {path} is not known: {reason}.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Let an agent of this version run as root on the destination, then look again.' }],
    },
  },
  evaluate: ({ fds, files, nonces, 'destination.files': answers, 'destination.noncesSeen': seen }, { fromImages }) => {
    const answerOf = new Map(answers.map((answer) => [answer.path, answer]));
    const asked = new Set(nonces.map(({ directory }) => directory));
    const shared = new Map(
      seen.filter(({ directory }) => asked.has(directory)).map((one) => [one.directory, one.seen]),
    );
    const travels = new Set(files.filter((file) => file.travels === true).map(({ path }) => path));
    return lockedFiles(fds).flatMap((locked) => {
      const found = judgeLock(locked, answerOf.get(locked.path));
      // Images are of a tree that is gone, and what travels with its container has a lock of its own.
      const isApart = fromImages === true || travels.has(locked.path) || !locked.exclusive;
      return found ?? (isApart ? [] : (judgeStorage(locked, shared.get(directoryOf(locked.path))) ?? []));
    });
  },
});

type Kind = 'held' | 'kept-by-source' | 'unproven' | 'unread';

const judgeStorage = (locked: LockedFile, isShared: boolean | undefined): Reported<Kind> | null => {
  if (isShared === undefined) return report('unproven', locked, {});
  return isShared ? report('kept-by-source', locked, {}) : null;
};

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
