import { type FilePlan, type FilePlanEntry, stagedRoots } from '../file-plan/file-plan.ts';
import { defineRule, type Reported } from '../rules/rule.ts';

export const stagedFiles = defineRule({
  id: 'staged-files',
  title: 'Files that travel along',
  appliesTo: ['move'],
  needs: ['dataDirectories'],
  couldBlock: true,
  findings: {
    directory: {
      severity: 'needs-option',
      message:
        'The data directory {path} ({size}) is copied ahead, once more while the workload stands still, and compared by hash. {by} declared it.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Stage: nothing is to be done, the move carries it.' }],
    },
    missing: {
      severity: 'needs-option',
      message: '{path} ({size}) is brought to the destination before the freeze, as {by} approved.',
      noticed: 'restore',
      criuError: "Can't open file .* on restore|has bad (size|mode|build-ID)",
      remedies: [{ text: 'Stage: nothing is to be done, the move brings it.' }],
    },
    occupied: {
      severity: 'blocker',
      message:
        'Something else lies at {path} on the destination, and nobody agreed to replace it. The workload would lose what it writes, or the destination what it has.',
      noticed: 'never',
      criuError: null,
      remedies: [
        { text: 'Look at it there; agree to replace it, by its row in the table of files, or move it away.' },
        { text: 'Choose it to stay behind.' },
      ],
    },
    refused: {
      severity: 'blocker',
      message: '{path} cannot travel: {why}.',
      noticed: 'never',
      criuError: null,
      remedies: [
        { text: 'Put it elsewhere, or let the owner of that host allow it in the policy of its agent.' },
        { text: 'Put it on storage that both hosts share.' },
      ],
    },
    'no-room': {
      severity: 'blocker',
      message: 'The files that travel need {needed} below {path} on the destination, where {free} are free.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Make room there, or choose something to stay behind.' }],
    },
    'not-copied': {
      severity: 'blocker',
      message: '{path} was to be copied ahead, and the destination was looked at again and does not have it.',
      noticed: 'never',
      criuError: null,
      remedies: [{ text: 'Start the run again.' }],
    },
  },
  evaluate: (_, { filePlan, stagedThere }) => {
    if (filePlan === undefined) return [];
    const { entries, room } = filePlan;
    const told = entries.flatMap(
      (entry) => judgeObstacle(entry) ?? judgeCopy(entry, stagedThere) ?? judgeCarried(entry, filePlan) ?? [],
    );
    return [...told, ...(stagedThere === undefined ? room.flatMap(judgeRoom) : [])];
  },
});

type Kind = 'directory' | 'missing' | 'occupied' | 'refused' | 'no-room' | 'not-copied';

const report = (kind: Kind, path: string, evidence: Record<string, string>): Reported<Kind>[] => [
  { kind, subject: { kind: 'file', path }, evidence: { path, ...evidence } },
];

/** A file that the destination lacks, and that nobody wants to bring there, is told by the rule about files. */
const judgeObstacle = ({ path, kind, handling, within, refused, needs }: FilePlanEntry): Reported<Kind>[] | null => {
  const isWanted = handling === 'staged' || (kind === 'directory' && refused !== null && handling !== 'shared');
  if (!isWanted || within !== null) return null;
  if (refused !== null) return report('refused', path, { why: refused });
  return needs === 'replacement' ? report('occupied', path, {}) : null;
};

const judgeCopy = (
  { path, kind, handling, within }: FilePlanEntry,
  there: readonly string[] | undefined,
): Reported<Kind>[] | null => {
  // What was approved lies in its place by now, where the rule about files looks for it.
  const isMissed = there !== undefined && kind !== 'missing' && handling === 'staged' && within === null;
  return isMissed && !there.includes(path) ? report('not-copied', path, {}) : null;
};

const judgeCarried = (entry: FilePlanEntry, plan: FilePlan): Reported<Kind>[] | null => {
  const { path, kind, by, bytes } = entry;
  if (kind === 'written' || !stagedRoots(plan).includes(entry)) return null;
  return report(kind, path, { by, size: inWords(bytes) });
};

const judgeRoom = ({ path, neededBytes, freeBytes }: FilePlan['room'][number]): Reported<Kind>[] =>
  neededBytes <= freeBytes ? [] : report('no-room', path, { needed: inWords(neededBytes), free: inWords(freeBytes) });

const inWords = (bytes: number): string =>
  bytes < 10_240
    ? `${bytes} bytes`
    : bytes < 10 << 20
      ? `${Math.ceil(bytes / 1024)} KiB`
      : `${Math.ceil(bytes / (1 << 20))} MiB`;
