import { estimateMove } from './estimate-move.ts';
import { judgePreCopy } from './judge-pre-copy.ts';
import type { ModeAdvice, ModeChoice } from './mode-choice.ts';
import type { MoveSize, PastMove } from './move-size.ts';
import { estimatePostCopy } from './post-copy-estimate.ts';
import { estimatePreCopy, type PreCopyPast } from './pre-copy-estimate.ts';
import { pickMode, sayWhy } from './recommend-mode.ts';
import { sayWrites } from './say-writes.ts';
import { judgePostCopy, type ModeHosts } from './why-not-mode.ts';

export interface ModeQuestion extends ModeHosts {
  /** Null when the memory could not be read. */
  size: MoveSize | null;
  /** Earlier moves between the two hosts that succeeded, by their mode, newest first. */
  past: { stopAndCopy: readonly PastMove[]; postCopy: readonly PastMove[]; preCopy: PreCopyPast };
  /** What the line carried in earlier moves, in bytes a second; null: not measured. */
  linkBytesPerSecond: number | null;
}

const riskNote =
  'Its point of no return comes early: from the commit until the last page has arrived both hosts and the line between them are needed. If one of them fails then, the workload is lost.';

/**
 * Which modes are possible for a tree between two hosts, what each would cost, and which suits best. Stop-and-copy and pre-copy survive
 * any single failure, so post-copy has to be clearly faster where it matters.
 */
export const adviseMode = (question: ModeQuestion): ModeAdvice => {
  const { size, past } = question;
  const postCopy = judgePostCopy(question);
  const stop: ModeChoice = {
    mode: 'stop-and-copy',
    whyNot: null,
    notes: [],
    estimate: size && estimateMove(size, past.stopAndCopy),
  };
  const pre = choosePreCopy(question);
  const post: ModeChoice = {
    mode: 'post-copy',
    whyNot: postCopy.whyNot,
    notes: [riskNote, ...postCopy.notes],
    estimate: size && estimatePostCopy(size, past.postCopy),
  };
  const choices = { stop, pre, post };
  const recommended = pickMode(choices);
  return {
    recommended,
    reasons: [...sayWhy(recommended, choices), ...sayFacts(question, pre)],
    choices: [stop, pre, post],
  };
};

/** What is not possible has no estimate: its rounds would rest on nothing. */
const choosePreCopy = (question: ModeQuestion): ModeChoice => {
  const { size, past } = question;
  const judged = judgePreCopy(question);
  const estimate = size && judged.whyNot === null ? estimatePreCopy(size, past.preCopy) : null;
  return { mode: 'pre-copy', ...judged, estimate };
};

const sayFacts = ({ size, linkBytesPerSecond }: ModeQuestion, pre: ModeChoice): string[] => [
  ...(size ? [`${Math.ceil(size.memoryBytes / (1 << 20))} MiB of memory in ${size.processes} processes.`] : []),
  linkBytesPerSecond === null
    ? 'The speed of the line between the two hosts was not measured yet: no move has succeeded between them.'
    : `The line carried ${Math.round(linkBytesPerSecond / (1 << 20))} MiB a second in earlier moves.`,
  pre.estimate?.preCopy
    ? sayWrites(pre.estimate.preCopy)
    : 'How fast the tree writes to its memory is not known: only rounds of a pre-copy measure it.',
];
