import type { Answers, UnixSocket } from '../facts/index.ts';
import type { FactValues } from '../rules/fact-values.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { type BoundDirectory, boundDirectories } from './bound-directories.ts';
import { knownValue, needed } from './needed-fact.ts';
import { ownNames, peerNames, type UsedName } from './unix-names.ts';

export const destinationSockets = defineRule({
  id: 'destination-sockets',
  title: 'Names of unix sockets on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['unixSockets', 'destination.files', 'destination.places'],
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
    'directory-read-only': {
      severity: 'blocker',
      message:
        'A unix socket of process {pid} is bound to {path}, and {directory} lies on a read-only mount ({mountPoint}) on the destination: CRIU can neither remove the old socket there nor make a new one.',
      noticed: 'restore',
      criuError: "Can't bind id .*(Address already in use|Read-only file system)",
      remedies: [{ text: 'Mount {mountPoint} writable on the destination.' }],
    },
    'path-occupied': {
      severity: 'blocker',
      message:
        'A unix socket of process {pid} is bound to {path}, where the destination has something that is no socket. CRIU removes only sockets.',
      noticed: 'restore',
      criuError: "Can't bind id .*Address already in use",
      remedies: [{ text: 'Remove {path} on the destination.' }],
    },
    'name-taken': {
      severity: 'blocker',
      message: 'A unix socket of process {pid} bears the abstract name {path}, which {owner} has on the destination.',
      noticed: 'restore',
      criuError: "Can't bind id .*Address already in use",
      remedies: [{ text: 'End {owner} on the destination, or choose another destination.' }],
    },
    'path-overtaken': {
      severity: 'caution',
      message:
        'A unix socket of process {pid} is bound to {path}, and {owner} listens there on the destination. CRIU would remove that socket and put the restored one in its place.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'End {owner} on the destination first, or accept that nobody reaches it any more.' }],
    },
    'peer-missing': {
      severity: 'blocker',
      message:
        'A datagram socket of process {pid} sends to {path}, and nobody receives there on the destination. CRIU connects it again by that name.',
      noticed: 'restore',
      criuError: "Can't connect \\d+ socket",
      remedies: [{ text: 'Start the service that receives on {path} on the destination.' }],
    },
    'names-unread': {
      severity: 'not-evaluated',
      message:
        'Whether the unix socket {path} of process {pid} finds its name free on the destination is not known: {reason}.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Let an agent of this version run as root on the destination, then look again.' }],
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
  evaluate: ({ unixSockets, 'destination.files': answers, 'destination.places': { unixNamesFound } }) => {
    const answerOf = new Map(answers.map((answer) => [answer.path, answer]));
    return [
      ...boundDirectories(unixSockets).flatMap((bound) => judgeBound(bound, answerOf.get(bound.directory)) ?? []),
      ...judgeNames(unixSockets, needed(unixNamesFound)),
    ];
  },
});

type Kind =
  | 'directory-missing'
  | 'directory-read-only'
  | 'path-occupied'
  | 'name-taken'
  | 'path-overtaken'
  | 'peer-missing'
  | 'names-unread'
  | 'unread';
type Names = NonNullable<Answers['unixNamesFound']>;

const judgeNames = (sockets: UnixSocket[], names: Names): Reported<Kind>[] => {
  const used = [...ownNames(sockets), ...peerNames(sockets)];
  const first = used[0];
  if (first === undefined) return [];
  if (!names.known) return [reportName('names-unread', first, { reason: names.reason })];
  const found = new Map(names.value.map((place) => [place.name, place]));
  return used.flatMap((one) => {
    const place = found.get(one.name);
    const kind = place === undefined ? null : (one.isPeer ? judgePeer : judgeOwn)(place, one.name);
    return kind === null ? [] : [reportName(kind, one, { owner: place?.owner ?? 'somebody' })];
  });
};

type Place = Extract<Names, { known: true }>['value'][number];

const judgeOwn = ({ found }: Place, name: string): Kind | null => {
  if (name.startsWith('@')) return found === 'bound' ? 'name-taken' : null;
  if (found === 'other') return 'path-occupied';
  return found === 'bound' ? 'path-overtaken' : null;
};

const judgePeer = ({ found, type }: Place): Kind | null =>
  found === 'bound' && type === 'dgram' ? null : 'peer-missing';

const reportName = (kind: Kind, { name, pid }: UsedName, more: Record<string, string>): Reported<Kind> => ({
  kind,
  subject: { kind: 'socket', pid, path: name },
  evidence: { pid: String(pid), path: name, ...more },
});

type Answer = FactValues['destination.files'][number];

const judgeBound = (bound: BoundDirectory, answer: Answer | undefined): Reported<Kind> | null => {
  if (answer === undefined) return report('unread', bound, { reason: 'the destination was not asked about it' });
  const { identity } = answer;
  if (!identity.known) return report('unread', bound, { reason: identity.reason });
  if (identity.value?.kind !== 'directory') return report('directory-missing', bound);
  const mount = knownValue(answer.mount);
  return mount?.readOnly === true ? report('directory-read-only', bound, { mountPoint: mount.mountPoint }) : null;
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
