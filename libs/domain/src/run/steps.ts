/** What a run does. */
export const runKinds = ['dump', 'restore', 'move', 'rehearsal', 'send'] as const;
export type RunKind = (typeof runKinds)[number];

export const stepNames = [
  'check',
  'prepare-destination',
  'prepare-source',
  'stage-files',
  'pre-dump',
  'dump',
  'restore',
  'permit',
  'commit',
  'move-address',
  'release',
  'fetch-pages',
  'prove',
  'sweep',
  'dump-checkpoint',
  'restore-checkpoint',
  'judge-images',
  'send-checkpoint',
  'rehearse-destination',
  'rehearse-source',
  'rehearse-dump',
  'rehearse-build',
  'rehearse-end',
] as const;
export type StepName = (typeof stepNames)[number];

/** What undoes steps, as the agents' commands are named. */
export const compensations = ['discard-copy', 'give-source-back'] as const;
export type Compensation = (typeof compensations)[number];

export interface StepDefinition {
  name: StepName;
  /** Sentence case, shown in the phase stepper. */
  title: string;
  /** Longest time one attempt may take, in milliseconds. */
  deadlineMs: number;
  /** What undoes the step while the run can still be given back; empty where nothing is left behind. */
  compensations: readonly Compensation[];
  /** From this step on the run is never given back: it goes forward or waits for a person. */
  afterCommit: boolean;
  /** The only mode of a move that has this step. */
  onlyIn?: 'pre-copy' | 'post-copy';
}

const step = (
  name: StepName,
  title: string,
  deadlineMs: number,
  undoneBy: readonly Compensation[] = [],
): StepDefinition => ({ name, title, deadlineMs, compensations: undoneBy, afterCommit: false });

/** The steps of one run. `mode` undefined: a move by stop-and-copy, or no move. */
export const stepsOf = (kind: RunKind, mode?: string): StepDefinition[] =>
  stepTable[kind].filter(({ onlyIn }) => onlyIn === undefined || onlyIn === mode);

/** A step beyond the commit: performed again until it is done. */
const forward = (name: StepName, title: string, deadlineMs: number): StepDefinition => ({
  name,
  title,
  deadlineMs,
  compensations: [],
  afterCommit: true,
});

/**
 * The steps of each kind of run, in order. `prepare-destination` opens the journals of both sides, so both are undone.
 * The commit is the line that is crossed once.
 */
export const stepTable: Record<RunKind, readonly StepDefinition[]> = {
  move: [
    step('check', 'Check again', 60_000),
    step('prepare-destination', 'Prepare destination', 30_000, ['discard-copy', 'give-source-back']),
    step('prepare-source', 'Prepare source', 30_000, ['give-source-back']),
    step('stage-files', 'Copy files ahead', 3_600_000),
    { ...step('pre-dump', 'Copy the memory ahead', 3_600_000, ['give-source-back']), onlyIn: 'pre-copy' },
    step('dump', 'Freeze and dump', 120_000, ['give-source-back']),
    step('restore', 'Build the copy', 120_000, ['discard-copy']),
    step('permit', 'Give permission', 10_000),
    forward('commit', 'Commit', 30_000),
    forward('move-address', 'Move the address', 30_000),
    forward('release', 'Release the copy', 60_000),
    { ...forward('fetch-pages', 'Fetch the memory', 3_600_000), onlyIn: 'post-copy' },
    forward('prove', 'Prove', 30_000),
    forward('sweep', 'Sweep', 30_000),
  ],
  dump: [step('check', 'Check again', 60_000), step('dump-checkpoint', 'Dump', 120_000)],
  // Nothing is ever committed: the source runs on from the middle of the third of these, whatever becomes of the copy.
  rehearsal: [
    step('check', 'Check again', 60_000),
    step('rehearse-destination', 'Prepare destination', 45_000, ['discard-copy', 'give-source-back']),
    step('rehearse-source', 'Prepare source', 30_000, ['give-source-back']),
    step('rehearse-dump', 'Freeze briefly and dump', 120_000, ['give-source-back']),
    step('rehearse-build', 'Build the copy, stopped', 120_000, ['discard-copy']),
    step('rehearse-end', 'End the copy and sweep', 60_000, ['discard-copy']),
  ],
  // The images stay where they are; what arrives is a checkpoint of its own.
  send: [step('judge-images', 'Judge the images there', 60_000), step('send-checkpoint', 'Send and verify', 3_600_000)],
  restore: [step('check', 'Check again', 60_000), step('restore-checkpoint', 'Restore', 120_000)],
};
