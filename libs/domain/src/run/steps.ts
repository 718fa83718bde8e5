/** What a run does. */
export const runKinds = ['dump', 'restore', 'move'] as const;
export type RunKind = (typeof runKinds)[number];

export const stepNames = [
  'check',
  'prepare-destination',
  'prepare-source',
  'dump',
  'restore',
  'permit',
  'commit',
  'move-address',
  'release',
  'prove',
  'sweep',
  'dump-checkpoint',
  'restore-checkpoint',
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
}

const step = (
  name: StepName,
  title: string,
  deadlineMs: number,
  undoneBy: readonly Compensation[] = [],
): StepDefinition => ({ name, title, deadlineMs, compensations: undoneBy, afterCommit: false });

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
    step('dump', 'Freeze and dump', 120_000, ['give-source-back']),
    step('restore', 'Build the copy', 120_000, ['discard-copy']),
    step('permit', 'Give permission', 10_000),
    forward('commit', 'Commit', 30_000),
    forward('move-address', 'Move the address', 30_000),
    forward('release', 'Release the copy', 60_000),
    forward('prove', 'Prove', 30_000),
    forward('sweep', 'Sweep', 30_000),
  ],
  dump: [step('check', 'Check again', 60_000), step('dump-checkpoint', 'Dump', 120_000)],
  restore: [step('check', 'Check again', 60_000), step('restore-checkpoint', 'Restore', 120_000)],
};
