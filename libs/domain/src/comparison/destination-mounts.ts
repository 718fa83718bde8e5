import type { DependedFile } from '../facts/index.ts';
import type { FactValues } from '../rules/fact-values.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { directoryOf, isGhost, isNeededThere } from './compared-files.ts';
import { needed } from './needed-fact.ts';

export const destinationMounts = defineRule({
  id: 'destination-mounts',
  title: 'Mounts on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['files', 'destination.files'],
  couldBlock: true,
  findings: {
    noexec: {
      severity: 'blocker',
      message:
        'The {roles} {path} lies on {mountPoint} on the destination, which is mounted noexec: code there cannot be mapped.',
      noticed: 'restore',
      criuError: "Can't restore 0x[0-9a-f]+ mapping|Can't restore EXE link",
      remedies: [{ text: 'Mount it without noexec: mount -o remount,exec {mountPoint}.' }],
    },
    'read-only': {
      severity: 'blocker',
      message: 'The tree has {path} open for writing, and {mountPoint} on the destination is read-only.',
      noticed: 'restore',
      criuError: "Can't open file .*Read-only file system",
      remedies: [{ text: 'Mount it writable: mount -o remount,rw {mountPoint}.' }],
    },
    'ghost-read-only': {
      severity: 'blocker',
      message:
        'The tree has the deleted file {path} open. CRIU makes it anew in its old directory, and {mountPoint} on the destination is read-only.',
      noticed: 'restore',
      criuError: "Can't create ghost (regfile|dir|file)|Couldn't unlink remap|Read-only file system",
      remedies: [{ text: 'Mount it writable: mount -o remount,rw {mountPoint}.' }],
    },
    unread: {
      severity: 'not-evaluated',
      message: 'How {path} is mounted on the destination is not known: {reason}.',
      noticed: 'restore',
      criuError: null,
      remedies: [{ text: 'Let an agent of this version run as root on the destination, then look again.' }],
    },
  },
  evaluate: ({ files, 'destination.files': answers }) => {
    const answerOf = new Map(answers.map((answer) => [answer.path, answer]));
    return files.flatMap((file) => judgeFile(file, answerOf.get(placeOf(file))) ?? []);
  },
});

type Kind = 'noexec' | 'read-only' | 'ghost-read-only' | 'unread';
type Answer = FactValues['destination.files'][number];

/** Deleted files are made anew beside their old name, so their directory counts. */
const placeOf = (file: DependedFile): string => (isGhost(file) ? directoryOf(file.path) : file.path);

const isCode = ({ roles }: DependedFile): boolean => roles.includes('executable') || roles.includes('library');

const judgeFile = (file: DependedFile, answer: Answer | undefined): Reported<Kind> | null => {
  const ghost = isGhost(file);
  const writes = file.openForWriting && isNeededThere(file);
  if (!ghost && !writes && !(isCode(file) && isNeededThere(file))) return null;
  // Nothing there at all is told by the rule about files; the directory of a deleted file CRIU makes by itself.
  if (answer === undefined || !answer.identity.known || answer.identity.value === null) return null;
  const mount = needed(answer.mount);
  if (!mount.known) return report('unread', file, { reason: mount.reason });
  const { mountPoint, noexec, readOnly } = mount.value;
  if (ghost) return readOnly ? report('ghost-read-only', file, { mountPoint }) : null;
  if (isCode(file) && noexec) return report('noexec', file, { mountPoint });
  return writes && readOnly ? report('read-only', file, { mountPoint }) : null;
};

const report = (kind: Kind, { path, roles, pids }: DependedFile, evidence: Record<string, string>): Reported<Kind> => ({
  kind,
  subject: { kind: 'mount', path, ...(pids[0] === undefined ? {} : { pid: pids[0] }) },
  evidence: { path, roles: roles.join(' and '), ...evidence },
});
