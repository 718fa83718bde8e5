import type { FactValues } from '../rules/fact-values.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { type BoundDirectory, boundDirectories } from './bound-directories.ts';

export const destinationSockets = defineRule({
  id: 'destination-sockets',
  title: 'Directories of unix sockets on the destination',
  appliesTo: ['move'],
  needs: ['unixSockets', 'destination.files'],
  couldBlock: true,
  findings: {
    'directory-missing': {
      severity: 'blocker',
      message:
        'A unix socket of process {pid} is bound to {path}, and the directory {directory} does not exist on the destination.',
      noticed: 'restore',
      criuError: "Can't bind .* socket|Can't bind id",
      remedies: [{ text: 'Create {directory} on the destination with the same owner and mode.' }],
    },
    unread: {
      severity: 'not-evaluated',
      message:
        'A unix socket of process {pid} is bound to {path}, and {directory} could not be looked at on the destination: {reason}.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Let the agent of the destination run as root, then look again.' }],
    },
  },
  evaluate: ({ unixSockets, 'destination.files': answers }) => {
    const answerOf = new Map(answers.map(({ path, identity }) => [path, identity]));
    return boundDirectories(unixSockets).flatMap((bound) => judgeBound(bound, answerOf.get(bound.directory)) ?? []);
  },
});

type Kind = 'directory-missing' | 'unread';
type Identity = FactValues['destination.files'][number]['identity'];

const judgeBound = (bound: BoundDirectory, identity: Identity | undefined): Reported<Kind> | null => {
  if (identity === undefined) return report('unread', bound, { reason: 'the destination was not asked about it' });
  if (!identity.known) return report('unread', bound, { reason: identity.reason });
  return identity.value?.kind === 'directory' ? null : report('directory-missing', bound);
};

const report = (
  kind: Kind,
  { pid, path, directory }: BoundDirectory,
  more: Record<string, string> = {},
): Reported<Kind> => ({
  kind,
  subject: { kind: 'socket', pid, path },
  evidence: { pid: String(pid), path, directory, ...more },
});
