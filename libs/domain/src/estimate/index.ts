export { adviseMode } from './advise-mode.ts';
export { estimateMove, mostPastMoves } from './estimate-move.ts';
export {
  estimateRehearsal,
  type PastRehearsal,
  type RehearsalEstimate,
  rehearsalEstimateSchema,
} from './estimate-rehearsal.ts';
export { type Fit, fitsInto } from './fits-into.ts';
export type { PastRounds } from './learn-writes.ts';
export { limitBandwidth, payloadShare } from './limit-bandwidth.ts';
export { type ModeAdvice, type ModeChoice, type MoveMode, modeAdviceSchema } from './mode-choice.ts';
export { moveAsRehearsed } from './move-as-rehearsed.ts';
export { type MoveEstimate, moveEstimateSchema, type PreCopyEstimate } from './move-estimate.ts';
export type { MoveSize, PastMove, TimeRange } from './move-size.ts';
export { findPageTrouble, neededPipeBytes, pipeSizeSetting } from './page-pipes.ts';
export type { PastPreCopy } from './pre-copy-estimate.ts';
