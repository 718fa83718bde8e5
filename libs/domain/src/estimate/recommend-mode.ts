import type { ModeAdvice, ModeChoice } from './mode-choice.ts';
import type { TimeRange } from './move-size.ts';

export interface Choices {
  stop: ModeChoice;
  pre: ModeChoice;
  post: ModeChoice;
}

/** Up to this most programs and people take a pause for a slow answer. */
const shortPauseMs = 2000;
/** Rounds cost time and bytes, but no safety. */
const worthwhileGain = 1.5;
/** Only a clear gain is worth the risk. */
const clearGain = 3;

const isShorter = (stop: ModeChoice, other: ModeChoice, gain: number): boolean =>
  other.whyNot === null &&
  !!stop.estimate &&
  !!other.estimate &&
  stop.estimate.switchOver.likely > shortPauseMs &&
  stop.estimate.switchOver.likely > gain * other.estimate.switchOver.likely;

/** Pre-copy survives any single failure as stop-and-copy does, so it comes before post-copy wherever it helps. */
export const pickMode = ({ stop, pre, post }: Choices): ModeAdvice['recommended'] => {
  if (isShorter(stop, pre, worthwhileGain)) return 'pre-copy';
  return isShorter(stop, post, clearGain) ? 'post-copy' : 'stop-and-copy';
};

const seconds = ({ low, high }: TimeRange): string => `${(low / 1000).toFixed(1)} to ${(high / 1000).toFixed(1)} s`;

const survives = 'and any single failure before its end gives the workload back or lets it go on';

/** Why that mode, in sentences. */
export const sayWhy = (recommended: ModeAdvice['recommended'], { stop, pre, post }: Choices): string[] => {
  if (!stop.estimate) return ['The memory of the tree could not be read, so nothing speaks for a riskier mode.'];
  const pause = seconds(stop.estimate.switchOver);
  if (recommended === 'pre-copy' && pre.estimate)
    return [
      `Stop-and-copy would stand still for ${pause}, pre-copy for ${seconds(pre.estimate.switchOver)}, ${survives} in both.`,
    ];
  if (recommended === 'post-copy' && post.estimate)
    return [
      `Stop-and-copy would stand still for ${pause}, post-copy for ${seconds(post.estimate.switchOver)}; whether that is worth its risk is for you to say.`,
      pre.whyNot ?? 'Pre-copy would not be clearly shorter, because what is written meanwhile travels again.',
    ];
  if (stop.estimate.switchOver.likely <= shortPauseMs) return [`Stop-and-copy stands still for ${pause}, ${survives}.`];
  return [
    `Stop-and-copy stands still for ${pause}, ${survives}.`,
    pre.whyNot ?? 'Pre-copy would not be clearly shorter, because what is written meanwhile travels again.',
    post.whyNot ?? 'Post-copy would not be clearly faster.',
  ];
};
