import type { Side } from './side-states.ts';

/** Moments of a move at which the owner of a host may have programs of their own run there. */
export const hookStages = [
  'before-arrival',
  'before-freeze',
  'after-give-back',
  'after-departure',
  'after-release',
  'after-discard',
] as const;
export type HookStage = (typeof hookStages)[number];

interface StageText {
  side: Side;
  /** When it is, for a person. */
  words: string;
  /** Its failing ends the run; a later one is only reported. */
  aborts: boolean;
}

/** What each stage is. */
export const hookStageTexts: Record<HookStage, StageText> = {
  'before-arrival': { side: 'destination', words: 'before anything arrives', aborts: true },
  'before-freeze': { side: 'source', words: 'before the freeze', aborts: true },
  'after-give-back': { side: 'source', words: 'when the source runs again', aborts: false },
  'after-departure': { side: 'source', words: 'when the source is gone', aborts: false },
  'after-release': { side: 'destination', words: 'when the copy runs', aborts: false },
  'after-discard': { side: 'destination', words: 'when the copy was given up', aborts: false },
};
