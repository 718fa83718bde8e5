export { estimateMove, mostPastMoves } from './estimate-move.ts';
export { type Fit, fitsInto } from './fits-into.ts';
export { type MoveEstimate, moveEstimateSchema } from './move-estimate.ts';
export type { MoveSize, PastMove, TimeRange } from './move-size.ts';
