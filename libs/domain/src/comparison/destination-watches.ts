import type { FactValues } from '../rules/fact-values.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { type WatchedPath, watchedPaths } from './watched-paths.ts';

export const destinationWatches = defineRule({
  id: 'destination-watches',
  title: 'Watched files and directories on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['fds', 'destination.files'],
  couldBlock: true,
  findings: {
    missing: {
      severity: 'blocker',
      message:
        'Process {pid} watches {path} for changes, and it does not exist on the destination. CRIU puts each watch back by its path.',
      noticed: 'restore',
      criuError: 'fsnotify: Unable to open .*No such file or directory',
      remedies: [{ text: 'Create {path} on the destination.' }],
    },
    unread: {
      severity: 'not-evaluated',
      message: 'Process {pid} watches {path}, which could not be looked at on the destination: {reason}.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Let the agent of the destination run as root, then look again.' }],
    },
  },
  evaluate: ({ fds, 'destination.files': answers }) => {
    const answerOf = new Map(answers.map(({ path, identity }) => [path, identity]));
    return watchedPaths(fds).flatMap((watched) => judgeWatch(watched, answerOf.get(watched.path)) ?? []);
  },
});

type Kind = 'missing' | 'unread';
type Identity = FactValues['destination.files'][number]['identity'];

const judgeWatch = (watched: WatchedPath, identity: Identity | undefined): Reported<Kind> | null => {
  if (identity === undefined) return report('unread', watched, { reason: 'the destination was not asked about it' });
  if (!identity.known) return report('unread', watched, { reason: identity.reason });
  return identity.value === null ? report('missing', watched, {}) : null;
};

const report = (kind: Kind, { pid, fd, path }: WatchedPath, more: Record<string, string>): Reported<Kind> => ({
  kind,
  subject: { kind: 'fd', pid, fd, path },
  evidence: { pid: String(pid), path, ...more },
});
