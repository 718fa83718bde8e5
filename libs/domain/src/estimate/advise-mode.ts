import { estimateMove } from './estimate-move.ts';
import type { ModeAdvice, ModeChoice } from './mode-choice.ts';
import type { MoveEstimate } from './move-estimate.ts';
import type { MoveSize, PastMove, TimeRange } from './move-size.ts';
import { estimatePostCopy } from './post-copy-estimate.ts';
import { judgePostCopy, judgePreCopy, type ModeHosts } from './why-not-mode.ts';

export interface ModeQuestion extends ModeHosts {
  /** Null when the memory could not be read. */
  size: MoveSize | null;
  /** Earlier moves between the two hosts that succeeded, by their mode, newest first. */
  past: { stopAndCopy: readonly PastMove[]; postCopy: readonly PastMove[] };
  /** What the line carried in earlier moves, in bytes a second; null: not measured. */
  linkBytesPerSecond: number | null;
}

/** Up to this most programs and people take a pause for a slow answer. */
const shortPauseMs = 2000;
/** Only a clear gain is worth the risk. */
const clearGain = 3;

const riskNote =
  'Its point of no return comes early: from the commit until the last page has arrived both hosts and the line between them are needed. If one of them fails then, the workload is lost.';

/**
 * Which modes are possible for a tree between two hosts, what each would cost, and which suits best. Stop-and-copy survives any single
 * failure, so another mode has to be clearly faster where it matters.
 */
export const adviseMode = (question: ModeQuestion): ModeAdvice => {
  const { size, past } = question;
  const postCopy = judgePostCopy(question);
  const choices: ModeChoice[] = [
    { mode: 'stop-and-copy', whyNot: null, notes: [], estimate: size && estimateMove(size, past.stopAndCopy) },
    { mode: 'pre-copy', ...judgePreCopy(question), estimate: null },
    {
      mode: 'post-copy',
      whyNot: postCopy.whyNot,
      notes: [riskNote, ...postCopy.notes],
      estimate: size && estimatePostCopy(size, past.postCopy),
    },
  ];
  const [stop, , post] = choices;
  const facts = sayFacts(question);
  const gains = isClearGain(stop?.estimate, post?.estimate);
  const recommended = postCopy.whyNot === null && gains ? 'post-copy' : 'stop-and-copy';
  return { recommended, reasons: [...sayWhy(recommended, stop?.estimate, post), ...facts], choices };
};

const isClearGain = (stop: MoveEstimate | null | undefined, post: MoveEstimate | null | undefined): boolean =>
  !!stop &&
  !!post &&
  stop.switchOver.likely > shortPauseMs &&
  stop.switchOver.likely > clearGain * post.switchOver.likely;

const seconds = ({ low, high }: TimeRange): string => `${(low / 1000).toFixed(1)} to ${(high / 1000).toFixed(1)} s`;

const sayWhy = (
  recommended: ModeAdvice['recommended'],
  stop: MoveEstimate | null | undefined,
  post: ModeChoice | undefined,
): string[] => {
  if (!stop) return ['The memory of the tree could not be read, so nothing speaks for a riskier mode.'];
  const pause = seconds(stop.switchOver);
  if (recommended === 'post-copy' && post?.estimate)
    return [
      `Stop-and-copy would stand still for ${pause}, post-copy for ${seconds(post.estimate.switchOver)}; whether that is worth its risk is for you to say.`,
    ];
  const survives = 'and any single failure before its end gives the workload back or lets it go on';
  if (stop.switchOver.likely <= shortPauseMs) return [`Stop-and-copy stands still for ${pause}, ${survives}.`];
  const other = post?.whyNot ?? 'Post-copy would not be clearly faster.';
  return [`Stop-and-copy stands still for ${pause}, ${survives}.`, other];
};

const sayFacts = ({ size, linkBytesPerSecond }: ModeQuestion): string[] => [
  ...(size ? [`${Math.ceil(size.memoryBytes / (1 << 20))} MiB of memory in ${size.processes} processes.`] : []),
  linkBytesPerSecond === null
    ? 'The speed of the line between the two hosts was not measured yet: no move has succeeded between them.'
    : `The line carried ${Math.round(linkBytesPerSecond / (1 << 20))} MiB a second in earlier moves.`,
  'How fast the tree writes to its memory could not be sampled: that needs a kernel that tracks dirty pages.',
];
