import { z } from 'zod';

/** Questions that only a person can answer; what a run does next waits for it. */
export const decisionChoices = [
  'wait',
  'release-fenced',
  'release-unfenced',
  'restore-again',
  'end-source',
  'give-up',
] as const;
export type DecisionChoice = (typeof decisionChoices)[number];

export const decisionSchema = z.object({ reason: z.string(), choices: z.array(z.enum(decisionChoices)) });
export type Decision = z.infer<typeof decisionSchema>;

interface ChoiceText {
  label: string;
  /** Whether something may be lost or doubled. */
  danger: boolean;
  /** Whose name is to be typed before it counts. */
  confirm: 'source' | 'destination' | 'workload';
}

/** What each choice says on its button. */
export const choiceTexts: Record<DecisionChoice, ChoiceText> = {
  wait: { label: 'Keep waiting for the source', danger: false, confirm: 'workload' },
  'release-fenced': {
    label: 'Release the copy: I have fenced the source (power is off, or its address is isolated)',
    danger: true,
    confirm: 'source',
  },
  'release-unfenced': {
    label: 'Release the copy: this will make two running copies',
    danger: true,
    confirm: 'workload',
  },
  'restore-again': {
    label: 'Restore the copy again: what it did since its release is undone',
    danger: true,
    confirm: 'workload',
  },
  'end-source': {
    label: 'End the frozen source too: the workload is lost and must be started anew',
    danger: true,
    confirm: 'workload',
  },
  'give-up': { label: 'Give up: leave both hosts as they are', danger: true, confirm: 'workload' },
};

/** Neither agent nor hold process of the source answers after permission was sent. */
export const sourceUnknown = (source: string): Decision => ({
  reason:
    `Permission to commit was sent to ${source}, and ${source} does not answer since. The source has probably resumed at its deadline. ` +
    'A person may release the copy only with proof of fencing (power off, address isolated); otherwise this will make two running copies.',
  choices: ['wait', 'release-fenced', 'release-unfenced'],
});

/** The copy died after its release was written: it may have run. */
export const copyMayHaveRun = (destination: string): Decision => ({
  reason:
    `The copy on ${destination} died after its release was written, so it may have run. A second restore goes back to the moment of the freeze ` +
    'and forgets what the copy has done since.',
  choices: ['restore-again', 'give-up'],
});

/** Post-copy: nobody on the source answers after permission was sent. Without its pages the copy cannot run, so nobody can release it. */
export const pagesUnreachable = (source: string): Decision => ({
  reason:
    `Permission to commit was sent to ${source}, and ${source} does not answer since. Either it gave its workload back at its deadline, or the ` +
    'workload stands there behind its fence with the memory that the copy needs. The copy has not run, and cannot run without that memory.',
  choices: ['wait', 'give-up'],
});

/** Post-copy: what is known when the copy cannot get its memory any more. */
export const memoryLost = (source: string, why: string): Decision => ({
  reason:
    `${why} The workload on ${source} stands behind its fence with its memory as it was at the freeze. It is never let run again, because its copy ` +
    'may have acted since. Whoever needs something of that memory can read it there (gcore, /proc/PID/mem) before it is ended.',
  choices: ['end-source', 'give-up'],
});
