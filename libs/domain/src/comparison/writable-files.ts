import type { DependedFile } from '../facts/index.ts';
import type { FilePlan } from '../file-plan/file-plan.ts';
import type { FactValues } from '../rules/fact-values.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { directoryOf, isLinkedElsewhere, isNeededThere, isWritten } from './compared-files.ts';

export const writableFiles = defineRule({
  id: 'writable-files',
  title: 'Files the tree writes',
  appliesTo: ['move'],
  needs: ['files', 'nonces', 'destination.noncesSeen', 'destination.files'],
  couldBlock: true,
  findings: {
    shared: {
      severity: 'note',
      message:
        'Process {pid} writes {path}. It is on shared storage: a file written beside it here was seen on the destination.',
      noticed: 'never',
      criuError: null,
      remedies: [],
    },
    private: {
      severity: 'blocker',
      message:
        'Process {pid} writes {path}, which is private to this host: a file written beside it here is not seen on the destination. The copy would go on with another file or with none.',
      noticed: 'restore',
      criuError: "Can't open file .* on restore|Can't open .*: No such file or directory|has bad size",
      remedies: [
        {
          text: 'Let a move from the portal carry the file along: it is staged unless somebody chose it to stay behind.',
        },
        { text: 'Put the file on storage that both hosts share, and restart the program.' },
      ],
    },
    staged: {
      severity: 'needs-option',
      message:
        'Process {pid} writes {path}, which is private to this host. It is copied ahead, once more while the workload stands still, and compared by hash.',
      noticed: 'restore',
      criuError: "Can't open file .* on restore|Can't open .*: No such file or directory|has bad size",
      remedies: [{ text: 'Stage: nothing is to be done, the move carries the file.' }],
    },
    'equal-copy': {
      severity: 'caution',
      message:
        'Process {pid} writes {path}, which is private to this host. The destination has a file of its own there, equal at this moment (SHA-256 {sha256}). What is written until the freeze is missing there: CRIU refuses when the sizes differ by then, and sees nothing when they do not.',
      noticed: 'restore',
      criuError: 'has bad size',
      remedies: [
        { text: 'Move while the program writes nothing, or put the file on storage that both hosts share.' },
        { text: 'Copy it again while the tree is frozen, as a declared file of the workload.' },
      ],
    },
    'link-left-behind': {
      severity: 'blocker',
      message:
        'Process {pid} has {path} open, which lost that name and has another one left. CRIU leaves a temporary link beside it, and the destination does not see that directory.',
      noticed: 'restore',
      criuError: "Can't (open|link|create) .*|No such file or directory",
      remedies: [{ text: 'Restart the program, so that it opens the file by the name it has now.' }],
    },
    unproven: {
      severity: 'not-evaluated',
      message:
        'Process {pid} writes {path}, and whether the destination sees the same storage was not proved: {reason}.',
      noticed: 'restore',
      criuError: 'has bad size',
      remedies: [
        { text: 'Let both agents run as root, so that a test file can be written and looked for, then look again.' },
      ],
    },
  },
  evaluate: ({ files, nonces, 'destination.noncesSeen': seen, 'destination.files': answers }, { filePlan }) => {
    const storage: Storage = {
      written: new Set(nonces.map(({ directory }) => directory)),
      seen: new Map(seen.map((answer) => [answer.directory, answer.seen])),
      answers: new Map(answers.map((answer) => [answer.path, answer])),
    };
    return files
      .filter((file) => isLinkedElsewhere(file) || (isNeededThere(file) && isWritten(file)))
      .map((file) => judgeFile(file, storage))
      .flatMap((found) => settlePrivate(found, filePlan));
  },
});

type Kind = 'shared' | 'private' | 'staged' | 'equal-copy' | 'link-left-behind' | 'unproven';

/** A private file that travels needs no more than that; what stands in its way is told by the rule about staged files. */
const settlePrivate = (found: Reported<Kind>, plan: FilePlan | undefined): Reported<Kind>[] => {
  if (found.kind !== 'private' && found.kind !== 'equal-copy') return [found];
  const entry = plan?.entries.find(({ path, kind }) => kind === 'written' && path === found.subject.path);
  if (entry?.handling !== 'staged') return [found];
  return entry.within === null && (entry.needs !== null || entry.refused !== null)
    ? []
    : [{ ...found, kind: 'staged' }];
};
type Answer = FactValues['destination.files'][number];

/** Directories in which a test file was written, where it was seen, and what the destination told of files. */
interface Storage {
  written: Set<string>;
  seen: Map<string, boolean>;
  answers: Map<string, Answer>;
}

const judgeFile = (file: DependedFile, { written, seen, answers }: Storage): Reported<Kind> => {
  const directory = directoryOf(file.path);
  if (!written.has(directory)) return report('unproven', file, { reason: 'no test file could be written beside it' });
  const isShared = seen.get(directory);
  if (isShared === undefined)
    return report('unproven', file, { reason: 'the destination did not look for the test file' });
  if (isShared) return report('shared', file, { directory });
  if (isLinkedElsewhere(file)) return report('link-left-behind', file, { directory });
  const sha256 = equalContent(file, answers.get(file.path));
  return sha256 === null ? report('private', file, { directory }) : report('equal-copy', file, { directory, sha256 });
};

/** The hash that both files have now; null when they differ in anything CRIU or the program would notice, or were not read. */
const equalContent = ({ identity: here, sha256 }: DependedFile, answer: Answer | undefined): string | null => {
  if (answer === undefined || !sha256.known || !answer.sha256.known || !answer.identity.known) return null;
  const there = answer.identity.value;
  const same = there?.kind === here.kind && there.mode === here.mode && there.sizeBytes === here.sizeBytes;
  return same && answer.sha256.value === sha256.value ? sha256.value : null;
};

const report = (kind: Kind, { path, pids }: DependedFile, evidence: Record<string, string>): Reported<Kind> => ({
  kind,
  subject: { kind: 'file', path, ...(pids[0] === undefined ? {} : { pid: pids[0] }) },
  evidence: { pid: String(pids[0] ?? 'unknown'), pids: pids.join(', '), path, ...evidence },
});
