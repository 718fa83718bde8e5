import type { FileIdentity } from '../facts/index.ts';
import { isTerminal } from './device-number.ts';
import type { FactValues } from './fact-values.ts';
import { defineRule, type JudgeContext, type Reported } from './rule.ts';

const ghost = "Can't dump ghost file .* increase limit";
const linkRemap = "Can't create link remap for .*\\. Use link-remap option";

export const deletedFiles = defineRule({
  id: 'deleted-files',
  title: 'Deleted and replaced files',
  appliesTo: ['dump', 'here', 'move'],
  needs: ['fds', 'mappings', 'exes', 'cwds'],
  couldBlock: true,
  findings: {
    ghost: {
      severity: 'note',
      message: 'Process {pid} uses {path}, which was deleted. CRIU carries its {bytes} bytes in the images.',
      noticed: 'never',
      criuError: null,
      remedies: [],
    },
    'large-ghost': {
      severity: 'needs-option',
      message:
        'Process {pid} uses {path}, which was deleted and takes {bytes} bytes on disk. CRIU carries such a file in the images only up to a limit, by default 1 MiB.',
      noticed: 'frozen',
      criuError: ghost,
      remedies: [],
    },
    'link-remap': {
      severity: 'needs-option',
      message:
        'Process {pid} uses {path}, whose name is gone while the file lives on under another name. CRIU needs leave to put a temporary link beside it.',
      noticed: 'frozen',
      criuError: linkRemap,
      remedies: [
        {
          text: 'Dump with --link-remap; the file system must stay as it is until the restore.',
          options: { dump: ['--link-remap'] },
        },
        { text: 'Restart or reload the program, so that it opens the file under its present name.' },
      ],
    },
    'link-left-behind': {
      severity: 'blocker',
      message:
        'Process {pid} uses {path}, whose name is gone while the file lives on under another name. CRIU would reach it by a temporary link on this host, which the destination does not have.',
      noticed: 'frozen',
      criuError: `${linkRemap}|Can't link .* -> `,
      remedies: [{ text: 'Restart or reload the program, so that it opens the file under its present name.' }],
    },
    replaced: {
      severity: 'blocker',
      message:
        'Process {pid} uses {path}, but that path leads to another file now, for example below a newer mount. CRIU cannot reach the one in use.',
      noticed: 'frozen',
      criuError: 'Unaccessible path opened|Open files on overmounted mounts are not supported',
      remedies: [{ text: 'Unmount what covers the path, or restart the program.' }],
    },
    covered: {
      severity: 'blocker',
      message:
        'Process {pid} uses {path}, which still has its name, but something else is mounted on top of it. CRIU takes the name for lost and cannot make a link across the mount.',
      noticed: 'frozen',
      criuError: `${linkRemap}|Can't link remap to .*: Invalid cross-device link`,
      remedies: [{ text: 'Unmount what covers the path, or restart the program.' }],
    },
    unreachable: {
      severity: 'not-evaluated',
      message:
        'Process {pid} uses {path}, which cannot be looked up from its root directory: whether CRIU finds it cannot be told.',
      noticed: 'frozen',
      criuError: "Can't lookup mount=\\d+ for fd=",
      remedies: [{ text: 'Look again as root, in the same mount namespace as the process.' }],
    },
  },
  evaluate: ({ fds, mappings, exes, cwds }, context) => {
    const uses = [
      ...fds.flatMap(fromFd),
      ...mappings.flatMap(fromMapping),
      ...exes.map(fromLink),
      ...cwds.map(fromLink),
    ];
    const distinct = new Map(uses.filter(hasLostName).map((use) => [`${use.identity.dev} ${use.identity.ino}`, use]));
    return [...distinct.values()].map((use) => report(use, context));
  },
});

type Kind = 'ghost' | 'large-ghost' | 'link-remap' | 'link-left-behind' | 'replaced' | 'covered' | 'unreachable';

interface Use {
  pid: number;
  fd?: number;
  identity: FileIdentity;
  /** The kernel itself says that the name is gone. */
  markedDeleted: boolean;
}

/** A file on a mount the task does not see is a matter of its own, and so is a terminal that was hung up. */
const fromFd = ({ pid, fd, kind, link, identity, mountSeen }: FactValues['fds'][number]): Use[] => {
  if (kind !== 'file' || identity === undefined || mountSeen === false) return [];
  if (identity.kind === 'character-device' && isTerminal(identity.rdev)) return [];
  return [{ pid, fd, identity, markedDeleted: link.endsWith(' (deleted)') }];
};

const fromMapping = ({ pid, identity, deleted }: FactValues['mappings'][number]): Use[] =>
  identity === undefined ? [] : [{ pid, identity, markedDeleted: deleted }];

const fromLink = ({ pid, ...identity }: FactValues['exes'][number]): Use => ({
  pid,
  identity,
  markedDeleted: identity.state === 'deleted',
});

/** Files of dead processes in /proc and secret memory have no name either, and are matters of their own. */
const hasLostName = ({ identity }: Use): boolean =>
  identity.state !== 'linked' && identity.filesystem !== 'proc' && !/^\/(proc\/|secretmem)/.test(identity.path);

const mebibyte = 1024 * 1024;

const kindOf = ({ identity, markedDeleted }: Use, { purpose }: JudgeContext): Kind => {
  if (identity.state === 'unreachable') return 'unreachable';
  if (identity.nlink === 0)
    return identity.allocatedBytes > mebibyte && identity.kind === 'regular' ? 'large-ghost' : 'ghost';
  if (identity.state === 'replaced' && !markedDeleted) return 'replaced';
  // The name is there, and the path does not lead to it: directories above it are covered by a mount.
  if (identity.state === 'deleted' && !markedDeleted) return 'covered';
  return purpose === 'move' ? 'link-left-behind' : 'link-remap';
};

const report = (use: Use, context: JudgeContext): Reported<Kind> => {
  const { pid, fd, identity } = use;
  const kind = kindOf(use, context);
  const reported: Reported<Kind> = {
    kind,
    subject: { kind: 'file', pid, ...(fd === undefined ? {} : { fd }), path: identity.path },
    evidence: {
      pid: String(pid),
      path: identity.path,
      bytes: String(identity.allocatedBytes),
      links: String(identity.nlink),
    },
  };
  return kind === 'large-ghost' ? { ...reported, remedies: raiseLimit(identity.allocatedBytes) } : reported;
};

/** Whole mebibytes above what is there now, because the file may still grow before the dump. */
const raiseLimit = (allocatedBytes: number): Reported['remedies'] => {
  const limit = (Math.ceil(allocatedBytes / mebibyte) + 1) * mebibyte;
  return [
    {
      text: `Carry the file in the images: dump with --ghost-limit=${limit}.`,
      options: { dump: [`--ghost-limit=${limit}`], restore: [] },
    },
    { text: 'Restart or reload the program, so that it lets the deleted file go.', options: { dump: [], restore: [] } },
  ];
};
