import type { DependedFile } from '../facts/index.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { directoryOf, isLinkedElsewhere, isNeededThere, isWritten } from './compared-files.ts';

export const writableFiles = defineRule({
  id: 'writable-files',
  title: 'Files the tree writes',
  appliesTo: ['move'],
  needs: ['files', 'nonces', 'destination.noncesSeen'],
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
      remedies: [{ text: 'Put the file on storage that both hosts share, and restart the program.' }],
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
  evaluate: ({ files, nonces, 'destination.noncesSeen': seen }) => {
    const written = new Set(nonces.map(({ directory }) => directory));
    const answers = new Map(seen.map((answer) => [answer.directory, answer.seen]));
    return files
      .filter((file) => isLinkedElsewhere(file) || (isNeededThere(file) && isWritten(file)))
      .map((file) => judgeFile(file, written, answers));
  },
});

type Kind = 'shared' | 'private' | 'link-left-behind' | 'unproven';

const judgeFile = (file: DependedFile, written: Set<string>, answers: Map<string, boolean>): Reported<Kind> => {
  const directory = directoryOf(file.path);
  if (!written.has(directory)) return report('unproven', file, { reason: 'no test file could be written beside it' });
  const seen = answers.get(directory);
  if (seen === undefined) return report('unproven', file, { reason: 'the destination did not look for the test file' });
  const lost = isLinkedElsewhere(file) ? 'link-left-behind' : 'private';
  return report(seen ? 'shared' : lost, file, { directory });
};

const report = (kind: Kind, { path, pids }: DependedFile, evidence: Record<string, string>): Reported<Kind> => ({
  kind,
  subject: { kind: 'file', path, ...(pids[0] === undefined ? {} : { pid: pids[0] }) },
  evidence: { pid: String(pids[0] ?? 'unknown'), pids: pids.join(', '), path, ...evidence },
});
