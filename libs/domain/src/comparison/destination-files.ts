import type { DependedFile, Fact, FileIdentity } from '../facts/index.ts';
import type { FactValues } from '../rules/fact-values.ts';
import { defineRule, type Reported } from '../rules/rule.ts';
import { isNeededThere, isWritten } from './compared-files.ts';

const ensureSame = [
  { text: 'Install the same file on the destination: the same package version, or a copy.' },
  { text: 'Tick its row in the table of files of a preflight in the portal: then the move brings it along.' },
];

export const destinationFiles = defineRule({
  id: 'destination-files',
  title: 'Files on the destination',
  appliesTo: ['move'],
  forImages: true,
  needs: ['files', 'destination.files'],
  couldBlock: true,
  findings: {
    missing: {
      severity: 'blocker',
      message: 'The {roles} {path} does not exist on the destination. CRIU opens it by that path at restore.',
      noticed: 'restore',
      criuError: "Can't open file .* on restore|Can't open .*: No such file or directory",
      remedies: ensureSame,
    },
    'script-missing': {
      severity: 'blocker',
      message:
        'The script {path} does not exist on the destination. CRIU would not notice, because the interpreter has read it already, but the program cannot be started again there.',
      noticed: 'never',
      criuError: null,
      remedies: ensureSame,
    },
    type: {
      severity: 'blocker',
      message: '{path} is a {here} here and a {there} on the destination.',
      noticed: 'restore',
      criuError: "Can't open file|bad mode|has bad size",
      remedies: [{ text: 'Make the destination hold the same kind of file at that path.' }],
    },
    device: {
      severity: 'blocker',
      message:
        '{path} is the device {here} here and {there} on the destination. CRIU would not notice, and the program would go on with another device.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Create the same device node on the destination.' }],
    },
    mode: {
      severity: 'blocker',
      message:
        'The {roles} {path} has mode {here} here and {there} on the destination. CRIU compares the mode of each file it opens.',
      noticed: 'restore',
      criuError: 'has bad mode',
      remedies: [
        { text: 'Set the mode on the destination: chmod {here} {path}.' },
        {
          text: 'Restore with --skip-file-rwx-check, which leaves the modes of all files unchecked.',
          options: { restore: ['--skip-file-rwx-check'] },
        },
      ],
    },
    size: {
      severity: 'blocker',
      message: 'The {roles} {path} has {here} bytes here and {there} on the destination. CRIU compares sizes.',
      noticed: 'restore',
      criuError: 'has bad size',
      remedies: ensureSame,
    },
    'build-id': {
      severity: 'blocker',
      message: 'The {roles} {path} has build-id {here} here and {there} on the destination: it was built differently.',
      noticed: 'restore',
      criuError: 'has bad build-ID',
      remedies: ensureSame,
    },
    content: {
      severity: 'blocker',
      message:
        'The {roles} {path} has the same size on both hosts and other content: SHA-256 {here} here, {there} on the destination. CRIU would not notice, and the program would run on with the wrong bytes.',
      noticed: 'never',
      criuError: null,
      remedies: ensureSame,
    },
    'script-content': {
      severity: 'blocker',
      message:
        'The script {path} differs on the destination: SHA-256 {here} here, {there} there. CRIU would not notice, and the next start would run another program.',
      noticed: 'never',
      criuError: null,
      remedies: ensureSame,
    },
    unread: {
      severity: 'not-evaluated',
      message: '{path} could not be looked at on the destination: {reason}.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Let the agent of the destination run as root, then look again.' }],
    },
    'content-unknown': {
      severity: 'not-evaluated',
      message: 'The content of some files ({count} in all), for example {path}, was not compared: {reason}.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Collect the facts with content hashes, then look again.' }],
    },
  },
  evaluate: ({ files, 'destination.files': answers }, { fromImages }) => {
    const answerOf = new Map(answers.map((answer) => [answer.path, answer]));
    // A checkpoint stands still: what it had open for writing must be as it was, whoever wrote it.
    const compared = files.filter((file) => isNeededThere(file) && (fromImages === true || !isWritten(file)));
    const pairs = compared.map((file) => ({ file, answer: answerOf.get(file.path) }));
    const differences = pairs.flatMap(({ file, answer }) => compareFile(file, answer));
    // Images hold no hashes: CRIU looks at sizes and build-ids alone, and so does a restore of them.
    return fromImages === true ? differences : [...differences, ...reportUncompared(pairs)];
  },
});

type Kind =
  | 'missing'
  | 'script-missing'
  | 'type'
  | 'device'
  | 'mode'
  | 'size'
  | 'build-id'
  | 'content'
  | 'script-content'
  | 'unread'
  | 'content-unknown';
type Answer = FactValues['destination.files'][number];

const roleWords: Record<DependedFile['roles'][number], string> = {
  executable: 'executable',
  library: 'library',
  mapped: 'mapped file',
  open: 'open file',
  cwd: 'working directory',
  root: 'root directory',
  script: 'script',
};

const report = (
  kind: Kind,
  { path, roles, pids }: DependedFile,
  evidence: Record<string, string> = {},
): Reported<Kind> => ({
  kind,
  subject: { kind: 'file', path, ...(pids[0] === undefined ? {} : { pid: pids[0] }) },
  evidence: { path, roles: roles.map((role) => roleWords[role]).join(' and '), ...evidence },
});

const compareFile = (file: DependedFile, answer: Answer | undefined): Reported<Kind>[] => {
  if (answer === undefined) return [report('unread', file, { reason: 'the destination was not asked about it' })];
  if (!answer.identity.known) return [report('unread', file, { reason: answer.identity.reason })];
  const there = answer.identity.value;
  if (there === null)
    return [report(isScriptOnly(file) ? 'script-missing' : 'missing', file, { here: 'present', there: 'missing' })];
  const here = file.identity;
  if (here.kind !== there.kind) return [report('type', file, { here: here.kind, there: there.kind })];
  const device = here.kind.endsWith('device') ? compareText('device', file, here.rdev, there.rdev) : [];
  const content = here.kind === 'regular' ? compareContent(file, answer, there) : [];
  return [...compareMode(file, here, there), ...device, ...content];
};

const compareText = (kind: Kind, file: DependedFile, here: string, there: string): Reported<Kind>[] =>
  here === there ? [] : [report(kind, file, { here, there })];

/** An interpreter has read its script and closed it: CRIU never opens it. */
const isScriptOnly = ({ roles }: DependedFile): boolean => roles.every((role) => role === 'script');

const compareMode = (file: DependedFile, here: FileIdentity, there: FileIdentity): Reported<Kind>[] =>
  isScriptOnly(file) ? [] : compareText('mode', file, octal(here.mode), octal(there.mode));

const octal = (mode: number): string => (mode & 0o7777).toString(8).padStart(4, '0');

const knownText = (fact: Fact<string | null>): string | null => (fact.known ? fact.value : null);

/** The first difference CRIU would meet; the hashes stand in the evidence of all of them. */
const compareContent = (file: DependedFile, answer: Answer, there: FileIdentity): Reported<Kind>[] => {
  const [sha256Here, sha256There] = [knownText(file.sha256), knownText(answer.sha256)];
  const hashes = { sha256Here: sha256Here ?? 'not read', sha256There: sha256There ?? 'not read' };
  const found = (kind: Kind, here: string, other: string) => [report(kind, file, { here, there: other, ...hashes })];
  const sameHash = sha256Here === null || sha256There === null || sha256Here === sha256There;
  if (isScriptOnly(file)) return sameHash ? [] : found('script-content', hashes.sha256Here, hashes.sha256There);
  if (file.identity.sizeBytes !== there.sizeBytes) {
    return found('size', String(file.identity.sizeBytes), String(there.sizeBytes));
  }
  const [idHere, idThere] = [knownText(file.buildId), knownText(answer.buildId)];
  if (idHere !== null && idHere !== idThere && answer.buildId.known)
    return found('build-id', idHere, idThere ?? 'none');
  return sameHash ? [] : found('content', hashes.sha256Here, hashes.sha256There);
};

/** Files that are there but of which one side has no hash: told once, not per file. */
const reportUncompared = (pairs: { file: DependedFile; answer: Answer | undefined }[]): Reported<Kind>[] => {
  const missing = pairs.flatMap(({ file, answer }) => {
    if (file.identity.kind !== 'regular' || !answer?.identity.known || answer.identity.value === null) return [];
    const unread = [file.sha256, answer.sha256].find((fact) => !fact.known);
    return unread === undefined || unread.known ? [] : [{ file, reason: unread.reason }];
  });
  const first = missing[0];
  return first === undefined
    ? []
    : [report('content-unknown', first.file, { count: String(missing.length), reason: first.reason })];
};
